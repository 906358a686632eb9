package io.troupe.common.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that only its owner can read, from its first byte on. */
public final class PrivateFile {
    private PrivateFile() {
    }

    /** Writes a new file; one of that name is replaced. */
    public static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file, "rw-------")).close();
        Files.writeString(file, text);
    }

    /** Makes the folder, and those above it, where they are missing. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path above = folder.toAbsolutePath().getParent();
            Files.createDirectories(above);
            Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) throws IOException {
        boolean isPosix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        return isPosix ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
    }
}
