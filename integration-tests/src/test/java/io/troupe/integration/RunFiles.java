package io.troupe.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.run.RunContract;
import io.troupe.common.run.RunIdentity;
import io.troupe.learner.status.RunFolder;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What a run leaves in its folder, as a person would read it. */
public record RunFiles(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TAIL_LINES = 25;

    boolean hasSummary() {
        return Files.exists(folder.resolve("summary.json"));
    }

    public boolean hasCheckpoint() {
        return read(() -> {
            try (Stream<Path> checkpoints = Files.list(folder.resolve("checkpoints"))) {
                return checkpoints.anyMatch(file -> file.getFileName().toString().startsWith("checkpoint-"));
            }
        });
    }

    JsonNode summary() {
        return read(() -> JSON.readTree(Files.readString(folder.resolve("summary.json"))));
    }

    /** Where this node tells its metrics, as it has written. */
    int metricsPort(String node) {
        return read(() -> URI.create(Files.readString(folder.resolve("nodes").resolve(node + ".url")).trim()).getPort());
    }

    /** Every whole line so far. */
    List<JsonNode> metrics() {
        Path file = folder.resolve("metrics.jsonl");
        return read(() -> {
            List<JsonNode> lines = new ArrayList<>();
            String text = Files.exists(file) ? Files.readString(file) : "";
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        });
    }

    /** A number of the newest line; 0 where there is none yet. */
    long newest(String name) {
        List<JsonNode> lines = metrics();
        return lines.isEmpty() ? 0 : lines.get(lines.size() - 1).get(name).asLong();
    }

    /** The process of a node of a run with {@code --processes}; -1 where it is not started. */
    long pid(String node) {
        Path file = folder.resolve("nodes").resolve(node + ".pid");
        return read(() -> {
            String text = Files.exists(file) ? Files.readString(file).trim() : "";
            return text.isEmpty() ? -1 : Long.parseLong(text);
        });
    }

    /** What a lane of this run may have on its way. */
    int maxUnacknowledgedRecords() {
        return RunFolder.open(folder).configuration().settings().actors().maxUnacknowledgedRecords();
    }

    /** What its nodes had to agree on. */
    RunContract contract() {
        RunFolder run = RunFolder.open(folder);
        TroupeSettings settings = run.configuration().settings();
        return new RunContract(RunIdentity.of(folder), run.configuration(),
            Environments.of(settings.environment()).schema(settings.environment().options()));
    }

    /** Env steps in the files of all shards that the run has had, told by the files alone. Not while it goes on. */
    public long storedSteps() {
        RunContract contract = contract();
        TroupeSettings settings = contract.settings();
        long stored = 0;
        for (Path files : shardFolders(contract.runId())) {
            try (ReplayShard shard = new ReplayShard(ReplayShardSettings.of(settings.replay(), files, contract.layout(),
                contract.window(), 1 << 16), new SplittableRandom(1), () -> {
                    throw new IllegalStateException(files + " has no store");
                })) {
                shard.checkValid();
                stored += shard.storedSteps();
            }
        }
        return stored;
    }

    /** Of all shards that the run ever had, also of those that have left. */
    List<Path> shardFolders(String runId) {
        return read(() -> {
            try (Stream<Path> shards = Files.list(folder.resolve("replay"))) {
                return shards.map(shard -> shard.resolve(runId)).sorted().toList();
            }
        });
    }

    /** The last lines of every log. */
    String evidence() {
        StringBuilder text = new StringBuilder();
        Stream.of(folder, folder.resolve("nodes")).filter(Files::isDirectory).forEach(parent -> {
            try (Stream<Path> files = Files.list(parent)) {
                files.filter(file -> file.toString().matches(".*\\.(log|jsonl)|.*/summary\\.json")).sorted()
                    .forEach(file -> text.append(tail(file)));
            } catch (IOException e) {
                text.append(e);
            }
        });
        return text.toString();
    }

    static String tail(Path file) {
        return read(() -> {
            List<String> lines = Files.readAllLines(file);
            return "\n--- " + file + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        });
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
