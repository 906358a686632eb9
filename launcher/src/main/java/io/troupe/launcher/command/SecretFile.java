package io.troupe.launcher.command;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret is named by the file that holds it: what stands on a command line can be read by everybody. */
final class SecretFile {
    private SecretFile() {
    }

    /** @throws TroupeException CONFIGURATION where there is none */
    static String read(Path file) {
        try {
            String secret = Files.readString(file).trim();
            if (secret.isEmpty()) {
                throw new TroupeException(ErrorCode.CONFIGURATION, file + " is empty, expected random letters");
            }
            return secret;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "cannot read the secret in " + file + ": " + e, e);
        }
    }
}
