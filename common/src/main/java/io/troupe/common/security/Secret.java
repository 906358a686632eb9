package io.troupe.common.security;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** What must be shown to be let in. It is named by the file that holds it: a command line can be read by everybody. */
public final class Secret {
    private static final int BYTES = 24;
    private static final String SCHEME = "Bearer ";

    private Secret() {
    }

    /** A new one, of 192 random bits. */
    public static String create() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws TroupeException CONFIGURATION where the file cannot be read, or is empty */
    public static String read(Path file) {
        try {
            String secret = Files.readString(file).trim();
            if (secret.isEmpty()) {
                throw new TroupeException(ErrorCode.CONFIGURATION, file + " is empty, expected random letters; `troupe"
                    + " credentials` makes one");
            }
            return secret;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "cannot read the secret in " + file + ": " + e, e);
        }
    }

    /** What an {@code Authorization} header shows, which may be null; empty where it shows none. */
    public static Optional<String> shown(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? Optional.of(authorization.substring(SCHEME.length()).trim()) : Optional.empty();
    }

    /** Whether it is the one; how long that takes tells nothing of it. */
    public static boolean isSame(String shown, String secret) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
