package io.troupe.learner.run;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** What whoever wants to pause or stop a run must show: a file that only its owner can read. */
public final class ControlSecret {
    private static final int BYTES = 24;

    private ControlSecret() {
    }

    /** The secret in {@code file}, which is made where it is missing: it stays the same when a run is resumed. */
    public static String of(Path file) {
        try {
            String known = Files.exists(file) ? Files.readString(file).trim() : "";
            return known.isEmpty() ? create(file) : known;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "cannot read the run's control secret " + file + " (" + e.getMessage() + ")", e);
        }
    }

    private static String create(Path file) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            Files.deleteIfExists(file);
            boolean isPosix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
            FileAttribute<?> ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            FileAttribute<?>[] attributes = isPosix ? new FileAttribute<?>[] {ownerOnly} : new FileAttribute<?>[0];
            Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)
                .close();
            Files.writeString(file, secret + "\n");
            return secret;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "cannot write the run's control secret " + file + " (" + e.getMessage() + ")", e);
        }
    }
}
