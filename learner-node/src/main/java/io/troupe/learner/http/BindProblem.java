package io.troupe.learner.http;

import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Why a server cannot listen, in one line that says what to do.
 *
 * @param portOption the option that chooses the port
 * @param hostOption what chooses the address
 * @param otherwise  what else can be done, after the word <em>or</em>; empty for nothing
 */
record BindProblem(String portOption, String hostOption, String otherwise) {
    /** @throws TroupeException (RESOURCE) where the host is none */
    InetAddress resolve(HttpSettings settings) {
        try {
            return InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw problem("HTTP cannot listen at \"" + settings.host() + "\": no such host. Set " + hostOption
                + " to an address of this machine", e);
        }
    }

    TroupeException at(HttpSettings settings, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String where = settings.host() + ":" + settings.port();
        if (why.contains("in use")) {
            return problem("HTTP port " + settings.port() + " on " + settings.host()
                + " is taken by another program: " + choosePort(), failure);
        }
        if (why.contains("Permission denied")) {
            return problem("HTTP may not listen at " + where + " (permission denied): ports below 1024 need rights; "
                + choosePort(), failure);
        }
        return problem("HTTP cannot listen at " + where + " (" + why + "): set " + hostOption + " to an address of this "
            + "machine", failure);
    }

    private String choosePort() {
        return "choose one with " + portOption + " PORT (0: any free one)";
    }

    private TroupeException problem(String message, Throwable cause) {
        return new TroupeException(ErrorCode.RESOURCE, message + (otherwise.isEmpty() ? "" : ", or " + otherwise), cause);
    }
}
