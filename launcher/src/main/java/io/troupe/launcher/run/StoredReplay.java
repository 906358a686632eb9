package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.LayoutText;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.inspection.ReplayJson;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.learner.inspection.StepJson;
import io.troupe.learner.status.RunFolder;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import io.troupe.replay.log.StoreDescription;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A shard's files that nobody has in use. They are opened as a shard opens them when it is started again, under its
 * lock, with the windows of the run in whose folder they lie.
 */
public final class StoredReplay implements ReplayView {
    private static final int FOLDERS_UP = 4;
    private static final int FOLDERS_DOWN = 3;
    private static final double DEFAULT_EXPONENT = 0.6;
    /** Counted while a shard serves, and not kept in its files. */
    private static final List<String> DRAWS = List.of("times_sampled", "mean_times_sampled", "times_sampled_windows");
    private static final int SLICE = 1 << 16;
    private static final int ANY_NODE = 0;

    private final Path folder;
    private final Shard name;
    private final ReplayShard shard;

    /**
     * @param path a folder with a {@code store.header}, or one above a single such
     * @throws TroupeException CONFIGURATION where there is none; RESOURCE where it is in use or cannot be read
     */
    public StoredReplay(Path path) {
        folder = storeFolder(path);
        refuseStates();
        StoreDescription store = StoreDescription.read(folder);
        StepLayout layout = layout(store);
        Optional<RunContract> run = run(layout);
        WindowSpec window = run.map(RunContract::window).orElseGet(() -> WindowSpec.nStep(layout.schema(), 1));
        double exponent = run.map(contract -> contract.settings().replay().priorityExponent()).orElse(DEFAULT_EXPONENT);
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, window, store.capacitySteps(),
            store.segmentSteps(), exponent, false, new BatchMessage(layout, window).length(1)),
            new SplittableRandom(), store::storeId);
        name = new Shard(ANY_NODE, folder.toAbsolutePath().getParent().getFileName().toString(), shard.storeId());
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public JsonNode all() {
        ObjectNode all = ReplayJson.all(Map.of(name, inspect(0)));
        DRAWS.forEach(((ObjectNode) all.get("total"))::remove);
        all.get("shards").forEach(shard -> DRAWS.forEach(((ObjectNode) shard)::remove));
        return all;
    }

    @Override
    public JsonNode top(int count) {
        ObjectNode top = ReplayJson.top(count, Map.of(name, inspect(count)));
        top.get("top").forEach(window -> DRAWS.forEach(((ObjectNode) window)::remove));
        return top;
    }

    @Override
    public JsonNode step(String step) {
        String[] parts = step.split("/", -1);
        if (!parts[0].equalsIgnoreCase(ReplayJson.storeName(shard.storeId()))) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "these are the files of store "
                + ReplayJson.storeName(shard.storeId()) + ", not of " + parts[0]);
        }
        StepInspection told = shard.inspector().step(Long.parseLong(parts[1])).build();
        if (told.getPresence() != StepPresence.HELD) {
            throw new TroupeException(ErrorCode.CONFIGURATION, told.getPresence() == StepPresence.EVICTED
                ? "step " + step + " is not held any more: newer steps took its place"
                : "no step has had the key " + parts[1] + " so far");
        }
        ObjectNode json = StepJson.step(name, told);
        DRAWS.forEach(json::remove);
        return json;
    }

    @Override
    public void close() {
        shard.close();
    }

    private ReplayInspection inspect(int top) {
        AtomicReference<ReplayInspection> answer = new AtomicReference<>();
        shard.inspector().ask(top, told -> answer.set(told.build()));
        while (shard.inspector().isAsked()) {
            shard.inspector().advance(SLICE);
        }
        return answer.get();
    }

    /** A shard that does not know the network which made them deletes them when it opens its files. */
    private void refuseStates() {
        if (Files.exists(folder.resolve("states-000"))) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "--store: " + folder + " holds recurrent states, which would"
                + " be lost if it were opened without their network; look into it while its run goes on");
        }
    }

    private StepLayout layout(StoreDescription store) {
        try {
            return LayoutText.read(store.layoutFingerprint());
        } catch (IllegalArgumentException e) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the replay folder " + folder + ": " + e.getMessage()
                + "; use the version of Troupe that wrote it", e);
        }
    }

    /** The run that the files are of, where they lie in its folder: by default they do. */
    private Optional<RunContract> run(StepLayout layout) {
        Path above = folder.toAbsolutePath().getParent();
        for (int up = 0; up < FOLDERS_UP && above != null; up++, above = above.getParent()) {
            if (Files.isRegularFile(above.resolve("config.conf"))) {
                EffectiveConfiguration configuration = RunFolder.open(above).configuration();
                return Optional.of(new RunContract("", configuration, layout.schema()));
            }
        }
        return Optional.empty();
    }

    private static Path storeFolder(Path path) {
        List<Path> stores;
        if (!Files.isDirectory(path)) {
            throw noStore(path, "there is no such folder");
        }
        try (Stream<Path> below = Files.walk(path, FOLDERS_DOWN)) {
            stores = below.filter(StoreDescription::isStore).sorted().toList();
        } catch (IOException e) {
            throw noStore(path, "it cannot be read (" + e.getMessage() + ")");
        }
        if (stores.isEmpty()) {
            throw noStore(path, "it has no store.header; a shard's files are in RUN_DIR/replay/<shard>/<run>");
        }
        if (stores.size() > 1 && !StoreDescription.isStore(path)) {
            throw noStore(path, "it holds several; choose one of "
                + stores.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        return stores.get(0);
    }

    private static TroupeException noStore(Path path, String why) {
        return new TroupeException(ErrorCode.CONFIGURATION, "--store: " + path
            + " is not the folder of a shard's files: " + why);
    }
}
