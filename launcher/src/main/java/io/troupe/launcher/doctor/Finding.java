package io.troupe.launcher.doctor;

/**
 * Something that is not as it should be.
 *
 * @param code   for programs: FROZEN_VERSION, DEAD_SHARD, …
 * @param seen   what was seen, with its numbers
 * @param cause  what it most likely comes from, and what to do
 */
public record Finding(Severity severity, String code, String seen, String cause) {
    /** How bad it is. */
    public enum Severity { WARNING, FAILURE }

    static Finding failure(String code, String seen, String cause) {
        return new Finding(Severity.FAILURE, code, seen, cause);
    }

    static Finding warning(String code, String seen, String cause) {
        return new Finding(Severity.WARNING, code, seen, cause);
    }
}
