package io.troupe.actor.external;

/** Why a simulator is not answered as it wished: an HTTP status, a code for programs, and a sentence for people. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, "BAD_REQUEST", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** Whether the same may be asked again in a moment. */
    boolean isTemporary() {
        return status == 503;
    }
}
