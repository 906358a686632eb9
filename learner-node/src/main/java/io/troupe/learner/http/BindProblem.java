package io.troupe.learner.http;

import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;

/** Why the server cannot listen, in one line that says what to do. */
final class BindProblem {
    private BindProblem() {
    }

    static TroupeException of(HttpSettings settings, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String where = settings.host() + ":" + settings.port();
        if (why.contains("in use")) {
            return problem("HTTP port " + settings.port() + " on " + settings.host()
                + " is taken by another program: choose one with --http-port PORT (0: any free one), or run without "
                + "the page: --no-http", failure);
        }
        if (why.contains("Permission denied")) {
            return problem("HTTP may not listen at " + where + " (permission denied): ports below 1024 need rights; "
                + "choose one with --http-port PORT (0: any free one), or run without the page: --no-http", failure);
        }
        return problem("HTTP cannot listen at " + where + " (" + why + "): set http.host to an address of this "
            + "machine, or run without the page: --no-http", failure);
    }

    private static TroupeException problem(String message, Throwable cause) {
        return new TroupeException(ErrorCode.RESOURCE, message, cause);
    }
}
