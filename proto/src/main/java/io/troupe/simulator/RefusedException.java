package io.troupe.simulator;

/** What a simulator has sent cannot be taken; the message says which value was got and what was expected. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    RefusedException(int status, String code, String message) {
        super(code + " (" + status + "): " + message);
        this.status = status;
        this.code = code;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** As in docs/external-environments.md, ENDING for instance. */
    public String code() {
        return code;
    }
}
