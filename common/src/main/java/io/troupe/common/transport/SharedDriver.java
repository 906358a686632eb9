package io.troupe.common.transport;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Driver;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes tell the media driver that they share. It has no network and is no member of their cluster, so they tell it
 * by a file in its folder, which the next driver there makes anew.
 */
public final class SharedDriver {
    private static final Logger LOGGER = LoggerFactory.getLogger(SharedDriver.class);
    private static final String RUN_IS_OVER = "troupe-run-is-over";

    private SharedDriver() {
    }

    /** A node's run has come to its end, and will not go on. Nothing where the node's driver is its own. */
    public static void tellRunIsOver(TransportSettings settings) {
        if (settings.driver() != Driver.EXTERNAL) {
            return;
        }
        Path file = DriverFolder.external(settings).resolve(RUN_IS_OVER);
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // Another node has told it, or the driver has ended.
        } catch (IOException e) {
            LOGGER.warn("the media driver cannot be told that the run is over: {}", e.toString());
        }
    }

    static boolean isRunOver(Path folder) {
        return Files.exists(folder.resolve(RUN_IS_OVER));
    }
}
