package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One replay shard in this process, on one core: steps in by messages of 50, batches of 512 windows out with their
 * importance weights, 512 new priorities back. × Ape-X says how many times the load of its Atari experiment one
 * core bears: 12,500 inserted steps, 9,700 sampled windows and 9,700 new priorities a second at once (Horgan et al.
 * 2018, section 4.1: 360 actors make 12.5K transitions a second, 19 batches of 512 are learned).
 */
final class ReplayBenchmark implements Benchmark {
    private static final double APEX_INSERTS_PER_S = 12_500;
    private static final double APEX_SAMPLES_PER_S = 9_700;
    private static final int REPETITION_MS = 400;

    private record Case(String name, EnvironmentSchema schema, int windows) {
    }

    private static final List<Case> CASES = List.of(
        new Case("cartpole-2^20", new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2), 1 << 20),
        new Case("frames-84x84-stack1", new EnvironmentSchema(List.of(
            new ObservationColumn("frame", ElementType.UINT8, List.of(84, 84))), 18), 50_000));

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
    public void run(List<String> args, boolean asJson, PrintStream out) {
        Path parent = Path.of("/dev/shm");
        List<String> names = new ArrayList<>(args);
        int at = names.indexOf("--folder");
        if (at >= 0 && at + 1 < names.size()) {
            parent = Path.of(names.remove(at + 1));
            names.remove(at);
        }
        for (String name : names) {
            if (CASES.stream().noneMatch(one -> one.name().equals(name))) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark replay has no case or option '" + name
                    + "'; its cases are " + CASES.stream().map(Case::name).toList() + ", its option is --folder DIR");
            }
        }
        if (!asJson) {
            out.printf("%-20s %24s %14s %14s %14s %9s %9s%n", "case", "× Ape-X (min … max)", "samples/s", "updates/s",
                "inserts/s", "bytes/op", "÷ memcpy");
        }
        for (Case one : CASES) {
            if (names.isEmpty() || names.contains(one.name())) {
                run(one, parent, asJson, out);
            }
        }
    }

    private static void run(Case one, Path parent, boolean asJson, PrintStream out) {
        Path folder = newFolder(parent);
        try (ReplayLoad load = new ReplayLoad(folder, one.schema(), one.windows())) {
            Measurement insert = Measurement.of(load::insert, REPETITION_MS);
            Measurement sample = Measurement.of(load::sample, REPETITION_MS);
            Measurement update = Measurement.of(load::update, REPETITION_MS);
            double insertsPerBatch = APEX_INSERTS_PER_S / APEX_SAMPLES_PER_S * ReplayLoad.BATCH_ROWS
                / ReplayLoad.INSERTED_STEPS;
            double[] owed = {0};
            Measurement all = Measurement.of(() -> {
                load.learn();
                for (owed[0] += insertsPerBatch; owed[0] >= 1; owed[0]--) {
                    load.insert();
                }
            }, REPETITION_MS);
            double seconds = ReplayLoad.BATCH_ROWS / APEX_SAMPLES_PER_S * 1e9;
            double copyNs = copyNs(load.sampledBytes());
            out.printf(Locale.ROOT, asJson
                    ? "{\"case\":\"%s\",\"times_apex\":%.1f,\"times_apex_min\":%.1f,\"times_apex_max\":%.1f,"
                        + "\"sample_rows_per_s\":%.0f,\"update_priorities_per_s\":%.0f,\"insert_steps_per_s\":%.0f,"
                        + "\"bytes_per_operation\":%.1f,\"gather_vs_memcpy\":%.3f}%n"
                    : "%-20s %8.1f (%.1f … %.1f) %14.0f %14.0f %14.0f %9.1f %9.3f%n",
                one.name(), seconds / all.ns(), seconds / all.maxNs(), seconds / all.minNs(),
                sample.perSecond(ReplayLoad.BATCH_ROWS), update.perSecond(ReplayLoad.BATCH_ROWS),
                insert.perSecond(ReplayLoad.INSERTED_STEPS), all.allocatedBytes() / (2 + insertsPerBatch),
                copyNs / sample.ns());
            out.flush();
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    /** What a plain copy of so many bytes takes, from changing places of a memory that no cache holds. */
    private static double copyNs(long bytes) {
        int length = Math.toIntExact(bytes);
        UnsafeBuffer source = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Math.max(1 << 28, length), 64));
        UnsafeBuffer target = new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, 64));
        source.setMemory(0, source.capacity(), (byte) 1);
        SplittableRandom random = new SplittableRandom(1);
        return Measurement.of(() -> target.putBytes(0, source, random.nextInt(source.capacity() - length + 1), length),
            REPETITION_MS).ns();
    }

    private static Path newFolder(Path parent) {
        try {
            return Files.createTempDirectory(Files.isDirectory(parent) ? parent : Path.of(
                System.getProperty("java.io.tmpdir")), "troupe-bench-replay-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
