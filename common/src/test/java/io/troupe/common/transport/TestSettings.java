package io.troupe.common.transport;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import java.nio.file.Files;
import java.nio.file.Path;

final class TestSettings {
    private TestSettings() {
    }

    static TransportSettings embedded(Channel channel) {
        return new TransportSettings(channel, Driver.EMBEDDED, "", "127.0.0.1", 0, 4 << 20, 8192, 10_000);
    }

    static TransportSettings at(Path folder, Driver driver, Channel channel) {
        return new TransportSettings(channel, driver, folder.toString(), "127.0.0.1", 0, 1 << 20, 1408, 10_000);
    }

    /** A folder in memory that does not exist yet. */
    static Path newFolder() {
        Path memory = Path.of("/dev/shm");
        Path parent = Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        return parent.resolve(
            "troupe-test-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
    }
}
