package io.troupe.common.error;

import java.util.Objects;

/**
 * An error that a person is meant to read: what is wrong with the value that was got, what was expected, and what to do.
 * Shown as one line without a stack trace.
 */
public final class TroupeException extends RuntimeException {
    private final ErrorCode code;

    public TroupeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public TroupeException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    public ErrorCode code() {
        return code;
    }
}
