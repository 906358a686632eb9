package io.troupe.common.run;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What tells a run from every other, also from one whose folder had the same name: kept in the file {@code run-id}. */
public final class RunIdentity {
    private RunIdentity() {
    }

    /** The identity of the run in this folder; made where it is new. */
    public static String of(Path runFolder) {
        Path file = file(runFolder);
        try {
            if (!Files.exists(file)) {
                String name = runFolder.toAbsolutePath().normalize().getFileName().toString();
                Files.writeString(file,
                    name + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "\n");
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read or write " + file + " (" + e.getMessage()
                + "); make the run's folder writable, or choose another with --run-dir", e);
        }
    }

    /** The identity of the run in this folder; empty where nothing has run in it. */
    public static Optional<String> known(Path runFolder) {
        return Files.exists(file(runFolder)) ? Optional.of(of(runFolder)) : Optional.empty();
    }

    private static Path file(Path runFolder) {
        return runFolder.resolve("run-id");
    }
}
