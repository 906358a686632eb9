package io.troupe.learner.status;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The run that was there last: what a learner that is started again may go on with. */
public final class LastRun {
    private static final Pattern NAMED_BY_TIME = Pattern.compile("\\d{8}-\\d{6}-.+");

    private LastRun() {
    }

    /**
     * @param directory {@code run.directory}: the run in it, whoever owns it; empty: the newest in {@code runs/} of those
     *                  that were named by their time, where no process owns it now
     */
    public static Optional<RunFolder> find(String directory) {
        return directory.isBlank() ? newest(RunFolder.PARENT)
            : Optional.of(Path.of(directory)).filter(LastRun::isRun).map(RunFolder::open);
    }

    static Optional<RunFolder> newest(Path parent) {
        try (Stream<Path> folders = Files.isDirectory(parent) ? Files.list(parent) : Stream.empty()) {
            return folders.filter(path -> NAMED_BY_TIME.matcher(path.getFileName().toString()).matches() && isRun(path))
                .max(Comparator.naturalOrder()).map(RunFolder::open).filter(run -> !run.isOwned());
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot look into " + parent + ": " + AtomicFile.reason(e), e);
        }
    }

    private static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(RunFolder.CONFIG));
    }
}
