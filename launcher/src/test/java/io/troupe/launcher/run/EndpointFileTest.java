package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointFileTest {
    private static final String ADDRESS = "http://127.0.0.1:40123/metrics";

    @TempDir
    private Path run;

    private static TroupeSettings settings(String directory) {
        return new SettingsLoader(name -> "").load()
            .with(Map.of("run.directory", directory, "cluster.node-name", "actor-1")).settings();
    }

    @Test
    void shouldTellTheAddressAsLongAsTheNodeLives() throws IOException {
        Path nodes = Files.createDirectory(run.resolve("nodes"));
        Path file = EndpointFile.of(nodes, "actor-1");
        Files.writeString(file, "of one that was killed");
        try (EndpointFile written = EndpointFile.write(settings(run.toString()), ADDRESS)) {
            assertEquals(ADDRESS, Files.readString(file).trim());
            try (Stream<Path> files = Files.list(nodes)) {
                assertEquals(List.of(file), files.toList());
            }
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldWriteNothingWhereTheRunHasNoFolderOfNodes() throws IOException {
        EndpointFile.write(settings(run.toString()), ADDRESS).close();
        EndpointFile.write(settings(""), ADDRESS).close();
        try (Stream<Path> files = Files.list(run)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void shouldNotEndANodeThatCannotWriteIt() throws IOException {
        Path taken = EndpointFile.of(Files.createDirectory(run.resolve("nodes")), "actor-1");
        Files.createFile(Files.createDirectory(taken).resolve("in-the-way"));
        EndpointFile.write(settings(run.toString()), ADDRESS).close();
    }
}
