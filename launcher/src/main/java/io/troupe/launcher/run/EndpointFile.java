package io.troupe.launcher.run;

import io.troupe.common.config.TroupeSettings;
import io.troupe.learner.status.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code nodes/<node>.url} in the run's folder, while the node lives: where it tells its metrics. Several nodes of one
 * machine listen at any free port, which nobody could know otherwise.
 */
final class EndpointFile implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EndpointFile.class);
    private static final EndpointFile NONE = new EndpointFile(null);

    private final Path file;

    private EndpointFile(Path file) {
        this.file = file;
    }

    /** Of a node with this name under {@code nodes}. */
    static Path of(Path nodes, String name) {
        return nodes.resolve(name + ".url");
    }

    /** Writes nothing for a node whose run has no such folder here, as one that somebody started by hand elsewhere. */
    static EndpointFile write(TroupeSettings settings, String address) {
        Path nodes = Path.of(settings.run().directory()).resolve("nodes");
        if (settings.run().directory().isEmpty() || !Files.isDirectory(nodes)) {
            return NONE;
        }
        Path file = of(nodes, settings.cluster().nodeName());
        try {
            AtomicFile.write(file, address + "\n");
            return new EndpointFile(file);
        } catch (IOException e) {
            LOGGER.warn("cannot write {} ({}); the log tells the address, too", file, e.toString());
            return NONE;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
