package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.agrona.IoUtil;

/**
 * One replay shard in this process, on one core: steps in by messages of 50, batches of 512 windows out with their
 * importance weights, 512 new priorities back. × Ape-X says how many times the load of its Atari experiment one
 * core bears: 12,500 inserted steps, 9,700 sampled windows and 9,700 new priorities a second at once (Horgan et al.
 * 2018, section 4.1: 360 actors make 12.5K transitions a second, 19 batches of 512 are learned).
 */
final class ReplayBenchmark implements Benchmark {
    private static final double APEX_INSERTS_PER_S = 12_500;
    private static final double APEX_SAMPLES_PER_S = 9_700;
    private static final int REPETITION_MS = 300;

    private static final List<ReplayCase> CASES = List.of(ReplayCase.cartPole(1 << 20), ReplayCase.frames(50_000));
    private static final String TREE = "tree-2^20";
    private static final long TREE_UPDATES = 100_000_000;
    private static final long TREE_DRAWS = 20_000_000;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return "inserts, samples and updates of one replay shard on one core, in process, as multiples of Ape-X";
    }

    /** Arguments: names of cases (all by default), {@code --folder DIR} for the files ({@code /dev/shm} by default). */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        Path parent = memoryFolder();
        List<String> names = new ArrayList<>(args);
        int at = names.indexOf("--folder");
        if (at >= 0 && at + 1 < names.size()) {
            parent = Path.of(names.remove(at + 1));
            names.remove(at);
        }
        List<String> known = new ArrayList<>(CASES.stream().map(ReplayCase::name).toList());
        known.add(TREE);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark replay has no case or option '" + name
                    + "'; its cases are " + known + ", its option is --folder DIR");
            }
        }
        List<ReplayCase> chosen = CASES.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
        if (!asJson && !chosen.isEmpty()) {
            out.printf("%-20s %24s %12s %12s %12s %9s %9s %8s %8s%n", "case", "× Ape-X (min … max)", "samples/s",
                "updates/s", "inserts/s", "bytes/op", "÷ memcpy", "plain", "÷ plain");
        }
        for (ReplayCase one : chosen) {
            progress.accept(one.name());
            runShard(one, parent, asJson, out, progress);
        }
        if (names.isEmpty() || names.contains(TREE)) {
            progress.accept(TREE);
            runTree(asJson, out, progress);
        }
    }

    private static void runShard(ReplayCase one, Path parent, boolean asJson, PrintStream out,
                                 Consumer<String> progress) {
        double insertsPerBatch = APEX_INSERTS_PER_S / APEX_SAMPLES_PER_S * ReplayLoad.BATCH_ROWS
            / ReplayLoad.INSERTED_STEPS;
        Measurement insert;
        Measurement sample;
        Measurement update;
        Measurement.Turns turns;
        Path folder = newFolder(parent);
        try (ReplayLoad load = new ReplayLoad(folder, one)) {
            load.sample();
            insert = Measurement.of(load::insert, REPETITION_MS);
            sample = Measurement.of(load::sample, REPETITION_MS);
            update = Measurement.of(load::update, REPETITION_MS);
            ReplayPlain plain = new ReplayPlain(one);
            turns = Measurement.inTurns(mix(load::learn, load::insert, insertsPerBatch),
                mix(plain::learn, plain::insert, insertsPerBatch), REPETITION_MS);
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
        double gatherVsMemcpy = gatherVsMemcpy(one, parent);
        Measurement all = turns.one();
        double apexNs = ReplayLoad.BATCH_ROWS / APEX_SAMPLES_PER_S * 1e9;
        progress.accept("");
        out.printf(Locale.ROOT, asJson
                ? "{\"case\":\"%s\",\"times_apex\":%.1f,\"times_apex_min\":%.1f,\"times_apex_max\":%.1f,"
                    + "\"sample_rows_per_s\":%.0f,\"update_priorities_per_s\":%.0f,\"insert_steps_per_s\":%.0f,"
                    + "\"bytes_per_operation\":%.1f,\"gather_vs_memcpy\":%.3f,"
                    + "\"plain_times_apex\":%.1f,\"of_plain\":%.3f}%n"
                : "%-20s %8.1f (%.1f … %.1f) %12.0f %12.0f %12.0f %9.1f %9.3f %8.1f %8.3f%n",
            one.name(), apexNs / all.ns(), apexNs / all.maxNs(), apexNs / all.minNs(),
            sample.perSecond(ReplayLoad.BATCH_ROWS), update.perSecond(ReplayLoad.BATCH_ROWS),
            insert.perSecond(ReplayLoad.INSERTED_STEPS), all.allocatedBytes() / (2 + insertsPerBatch), gatherVsMemcpy,
            apexNs / turns.other().ns(), 1 / turns.ratio());
        out.flush();
    }

    /** A batch of the learner's, and as many inserts as come with it. */
    private static Runnable mix(Runnable learn, Runnable insert, double insertsPerBatch) {
        double[] owed = {0};
        return () -> {
            learn.run();
            for (owed[0] += insertsPerBatch; owed[0] >= 1; owed[0]--) {
                insert.run();
            }
        };
    }

    private static double gatherVsMemcpy(ReplayCase one, Path parent) {
        Path folder = newFolder(parent);
        try (ReplayGather load = new ReplayGather(folder, one)) {
            return Measurement.inTurns(load::copy, load::gather, REPETITION_MS).ratio();
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private static void runTree(boolean asJson, PrintStream out, Consumer<String> progress) {
        ReplayTree load = new ReplayTree();
        double treeVsPlain = Measurement.inTurns(load::drawAndUpdate, load::plainDrawAndUpdate, REPETITION_MS).ratio();
        Measurement both = Measurement.of(load::drawAndUpdate, REPETITION_MS);
        Measurement draw = Measurement.of(load::draw, REPETITION_MS);
        Measurement update = Measurement.of(load::update, REPETITION_MS);
        long error = load.errorAfterUpdates(TREE_UPDATES);
        long zeros = load.drawnZeroLeaves(TREE_DRAWS);
        progress.accept("");
        out.printf(Locale.ROOT, asJson
                ? "{\"case\":\"%s\",\"tree_vs_plain_array\":%.3f,\"sample_rows_per_s\":%.0f,"
                    + "\"update_priorities_per_s\":%.0f,\"bytes_per_operation\":%.1f,\"updates\":%d,"
                    + "\"root_minus_leaves\":%d,\"draws\":%d,\"zero_leaves_drawn\":%d}%n"
                : "%-20s %5.2f × a plain array; %.0f draws/s, %.0f updates/s, %.1f bytes/op; after %,d updates root −"
                    + " Σ leaves = %d; in %,d draws %d leaves without mass%n",
            TREE, treeVsPlain, draw.perSecond(ReplayLoad.BATCH_ROWS), update.perSecond(ReplayLoad.BATCH_ROWS),
            both.allocatedBytes(), TREE_UPDATES, error, TREE_DRAWS, zeros);
        out.flush();
    }

    /** A folder in memory where the machine has one. */
    static Path memoryFolder() {
        Path memory = Path.of("/dev/shm");
        return Files.isDirectory(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static Path newFolder(Path parent) {
        try {
            return Files.createTempDirectory(parent, "troupe-bench-replay-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
