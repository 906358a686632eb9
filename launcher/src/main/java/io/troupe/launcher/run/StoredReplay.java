package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.config.ReplaySettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.LayoutText;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.inspection.ReplayJson;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.learner.inspection.StepJson;
import io.troupe.learner.membership.StepLedger;
import io.troupe.learner.status.LedgerFile;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunLedger;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import io.troupe.replay.log.StateSpec;
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
    private final Optional<RunFolder> runFolder;
    private final Shard name;
    private final ReplayShard shard;

    /**
     * @param path a folder with a {@code store.header}, or one above a single such
     * @throws TroupeException CONFIGURATION where there is none; RESOURCE where it is in use or cannot be read
     */
    public StoredReplay(Path path) {
        folder = storeFolder(path);
        StoreDescription store = StoreDescription.read(folder);
        StateSpec states = states(store);
        StepLayout layout = new StepLayout(schema(store), states.bytes());
        runFolder = runFolder(folder);
        Optional<RunContract> run =
            runFolder.map(above -> new RunContract("", above.configuration(), layout.schema()));
        WindowSpec window = run.map(RunContract::window).orElseGet(() -> WindowSpec.nStep(layout.schema(), 1));
        double exponent = run.map(contract -> contract.settings().replay().priorityExponent()).orElse(DEFAULT_EXPONENT);
        requireStates(states, StateSpec.of(layout, window, store.segmentSteps(), states.fingerprint()),
            run.isPresent() ? "the run in whose folder it lies" : "a run of 1-step windows");
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, window, store.capacitySteps(),
            store.segmentSteps(), exponent, false, new BatchMessage(layout, window).length(1), states.fingerprint(),
            ReplaySettings.Defence.OFF), new SplittableRandom(), store::storeId);
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

    /** Of the whole run, as its last start has left it: nothing is on its way any more. */
    @Override
    public Optional<JsonNode> ledger() {
        return runFolder.filter(run -> Files.exists(run.ledger())).map(run -> {
            StepLedger ledger = new StepLedger();
            ledger.restore(LedgerFile.read(run.ledger()));
            return RunLedger.of(ledger, Map.of()).toJson();
        });
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

    /** With other states, or windows that need more of them, a shard would delete those that are there. */
    private void requireStates(StateSpec stored, StateSpec needed, String whose) {
        if (needed.entries() > stored.entries()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "--store: " + folder + " has room for "
                + stored.entries() + " recurrent states in a segment, and those of " + whose
                + " need " + needed.entries() + ", so the states would be lost if it were opened; look into it where it"
                + " was made, below the folder of its run, or while its run goes on");
        }
    }

    private StateSpec states(StoreDescription store) {
        return store.states().orElseThrow(() -> new TroupeException(ErrorCode.CONFIGURATION, "--store: " + folder
            + " holds recurrent states, and does not tell of which network, so they would be lost if it were opened;"
            + " look into it while its run goes on"));
    }

    private EnvironmentSchema schema(StoreDescription store) {
        try {
            return LayoutText.read(store.layoutFingerprint()).schema();
        } catch (IllegalArgumentException e) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the replay folder " + folder + ": " + e.getMessage()
                + "; use the version of Troupe that wrote it", e);
        }
    }

    /** The folder of the run that the files are of, where they lie in it: by default they do. */
    private static Optional<RunFolder> runFolder(Path folder) {
        Path above = folder.toAbsolutePath().getParent();
        for (int up = 0; up < FOLDERS_UP && above != null; up++, above = above.getParent()) {
            if (Files.isRegularFile(above.resolve("config.conf"))) {
                return Optional.of(RunFolder.open(above));
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
