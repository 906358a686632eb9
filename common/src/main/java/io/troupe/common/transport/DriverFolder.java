package io.troupe.common.transport;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.troupe.common.config.TransportSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.agrona.IoUtil;

/** The folder of a media driver, in memory where the system has such a file system. */
final class DriverFolder {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "troupe-aeron-";
    /** A living driver marks itself every second. */
    private static final long ALIVE_MS = 4_000;
    private static final long ABANDONED_MS = 60_000;
    private static final long DRIVER_BYTES = 24L << 20;
    private static final int LOGS = 8;

    private DriverFolder() {
    }

    /** The configured folder, or a new name for this process. */
    static Path choose(TransportSettings settings) {
        if (!settings.aeronDirectory().isEmpty()) {
            return Path.of(settings.aeronDirectory()).toAbsolutePath();
        }
        return parent().resolve(PREFIX + ProcessHandle.current().pid() + "-"
            + Long.toHexString(DriverNonce.random()));
    }

    /** Where somebody else's driver is to be found. */
    static Path external(TransportSettings settings) {
        if (settings.aeronDirectory().isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "transport.driver=external needs"
                + " transport.aeron-directory: the folder that `troupe driver` was given");
        }
        return Path.of(settings.aeronDirectory()).toAbsolutePath();
    }

    private static Path parent() {
        return Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * What a driver must find free: its own files, and 8 logs of 3 terms, which is what one learner, two shards and an
     * actor need between them. With terms of 4 MiB: 120 MiB. Pages are taken when they are first written.
     */
    static long budgetBytes(TransportSettings settings) {
        return DRIVER_BYTES + LOGS * 3L * settings.termLengthBytes();
    }

    /** Makes sure that a driver could work here. */
    static void check(Path folder, TransportSettings settings) {
        if (isActive(folder)) {
            throw new TroupeException(ErrorCode.RESOURCE, "a media driver is already running in " + folder
                + "; use it with transport.driver=external, or choose another transport.aeron-directory");
        }
        try {
            Files.createDirectories(folder);
            long usable = Files.getFileStore(folder).getUsableSpace();
            long needed = budgetBytes(settings);
            if (usable < needed) {
                throw new TroupeException(ErrorCode.RESOURCE, "the media driver needs " + needed / (1 << 20)
                    + " MiB in " + folder + ", where " + usable / (1 << 20) + " MiB are free; give the container more"
                    + " shared memory (--shm-size), lower transport.term-length-bytes, or set"
                    + " transport.aeron-directory to a folder on another file system");
            }
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the media driver's folder " + folder
                + " cannot be made (" + e + "); set transport.aeron-directory to one that can be written", e);
        }
    }

    static boolean isActive(Path folder) {
        return CommonContext.isDriverActive(folder.toFile(), ALIVE_MS, message -> { });
    }

    /** Something that differs between a driver and the next one in the same folder; null where there is none. */
    static Object incarnation(Path folder) {
        try {
            BasicFileAttributes file =
                Files.readAttributes(folder.resolve(CncFileDescriptor.CNC_FILE), BasicFileAttributes.class);
            return file.fileKey() == null ? file.creationTime() : file.fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Gives back the memory of drivers whose process was killed. */
    static void deleteAbandoned() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent(), PREFIX + "*")) {
            for (Path folder : folders) {
                if (isAbandoned(folder)) {
                    IoUtil.delete(folder.toFile(), true);
                }
            }
        } catch (IOException e) {
            // Only tidying; a folder that cannot be read is not ours.
        }
    }

    /** Both signs are asked for: a process of another container is not seen, a stopped one does not mark itself. */
    private static boolean isAbandoned(Path folder) throws IOException {
        String name = folder.getFileName().toString().substring(PREFIX.length());
        int end = name.indexOf('-');
        if (end < 1 || !name.substring(0, end).matches("\\d{1,18}")) {
            return false;
        }
        boolean isOld = System.currentTimeMillis() - Files.getLastModifiedTime(folder).toMillis() > ABANDONED_MS;
        return isOld && ProcessHandle.of(Long.parseLong(name.substring(0, end))).isEmpty()
            && !CommonContext.isDriverActive(folder.toFile(), ABANDONED_MS, message -> { });
    }
}
