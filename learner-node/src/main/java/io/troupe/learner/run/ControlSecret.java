package io.troupe.learner.run;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.PrivateFile;
import io.troupe.common.security.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What whoever wants to pause or stop a run must show: a file that only its owner can read. */
public final class ControlSecret {
    private ControlSecret() {
    }

    /** The secret in {@code file}, which is made where it is missing: it stays the same when a run is resumed. */
    public static String of(Path file) {
        try {
            String known = Files.exists(file) ? Files.readString(file).trim() : "";
            if (!known.isEmpty()) {
                return known;
            }
            String secret = Secret.create();
            PrivateFile.write(file, secret + "\n");
            return secret;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "cannot read or make the run's control secret " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
