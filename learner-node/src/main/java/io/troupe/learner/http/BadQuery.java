package io.troupe.learner.http;

/** A request asks for what cannot be: answered with 400 and the message. */
final class BadQuery extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadQuery(String message) {
        super(message);
    }
}
