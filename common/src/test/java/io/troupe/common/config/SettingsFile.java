package io.troupe.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A loader without presets, and a file for it. */
abstract class SettingsFile {
    @TempDir
    Path folder;

    static SettingsLoader loader() {
        return new SettingsLoader(name -> "");
    }

    Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("my.conf"), List.of(lines));
    }
}
