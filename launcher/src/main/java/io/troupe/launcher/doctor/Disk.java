package io.troupe.launcher.doctor;

/** @param freeBytes that a file can still take */
public record Disk(String path, long freeBytes, long totalBytes) {
}
