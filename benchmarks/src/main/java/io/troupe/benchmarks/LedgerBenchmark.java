package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.AppendResult;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.replay.shard.UnbookedShard;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What storing a step exactly once costs over storing it: the same messages into a shard and into an
 * {@link UnbookedShard} of the same parts, turn about, and besides messages without records into the
 * shard, which then does its ledger's work alone.
 */
final class LedgerBenchmark implements Benchmark {
    private static final int LANES = 64;
    private static final int RECORDS = 50;
    private static final int N = 3;
    private static final int SEGMENT_STEPS = 64;
    private static final int CAPACITY = 1 << 20;
    private static final int EPISODE_STEPS = 200;
    private static final int REPETITION_MS = 100;
    private static final int PAIRS = 31;
    private static final double PRIORITY_EXPONENT = 0.6;
    private static final int ACTOR_NODE = 1;
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);
    private static final StepLayout LAYOUT = new StepLayout(SCHEMA);

    private final StepsMessage sent = new StepsMessage(LAYOUT.stride());
    private final StepsMessage received = new StepsMessage(LAYOUT.stride());
    private final UnsafeBuffer acks = memory(4096);
    private final long[] shardRecords = new long[LANES];
    private final long[] unbookedRecords = new long[LANES];
    private UnsafeBuffer[] messages;
    private int lane;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String description() {
        return "what the exactly-once ledger adds to an insert, against the same store without it";
    }

    /** Arguments: none. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        if (!args.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the benchmark ledger takes no arguments, got " + args);
        }
        Path folder = newFolder();
        SplittableRandom random = new SplittableRandom(1);
        messages = messages(random);
        try (ReplayShard shard = new ReplayShard(settings(folder.resolve("shard")), random, random::nextLong);
             UnbookedShard unbooked = new UnbookedShard(settings(folder.resolve("unbooked")), LANES)) {
            for (int i = 0; i < CAPACITY / RECORDS + LANES; i++) {
                insert(shard);
                insert(unbooked);
            }
            report(shard, unbooked, asJson, out);
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private static ReplayShardSettings settings(Path folder) {
        return new ReplayShardSettings(folder, LAYOUT, WindowSpec.nStep(SCHEMA, N), CAPACITY, SEGMENT_STEPS,
            PRIORITY_EXPONENT, false, 1 << 19);
    }

    private void report(ReplayShard shard, UnbookedShard unbooked, boolean asJson, PrintStream out) {
        double withLedger = Measurement.of(() -> insert(shard), REPETITION_MS).ns() / RECORDS;
        double without = Measurement.of(() -> insert(unbooked), REPETITION_MS).ns() / RECORDS;
        double[] ratios = Measurement.ratios(() -> insert(shard), () -> insert(unbooked), REPETITION_MS, PAIRS);
        double checks = Measurement.of(() -> check(shard), REPETITION_MS).ns() / RECORDS;
        if (!asJson) {
            out.printf("%-8s %14s %14s %8s %20s %20s %18s%n", "case", "ns a step", "without", "ratio", "(quartiles)",
                "(min … max)", "checks alone, ns");
        }
        out.printf(Locale.ROOT, asJson
            ? "{\"case\":\"%s\",\"insert_ns_per_step\":%.2f,\"unbooked_ns_per_step\":%.2f,\"ratio\":%.4f,"
                + "\"ratio_quartile_1\":%.4f,\"ratio_quartile_3\":%.4f,\"ratio_min\":%.4f,\"ratio_max\":%.4f,"
                + "\"checks_ns_per_step\":%.3f}%n"
            : "%-8s %14.2f %14.2f %8.4f (%8.4f … %8.4f) (%8.4f … %8.4f) %17.3f%n", "ledger", withLedger, without,
            ratios[PAIRS / 2], ratios[PAIRS / 4], ratios[PAIRS - 1 - PAIRS / 4], ratios[0], ratios[PAIRS - 1], checks);
    }

    /** A message of one lane's next records, and now and then the acknowledgement of all lanes. */
    private void insert(ReplayShard shard) {
        lane = (lane + 1) % LANES;
        message(shardRecords[lane], RECORDS, RECORDS);
        if (shard.append(received) != AppendResult.STORED) {
            throw new IllegalStateException("the shard did not store a message");
        }
        shardRecords[lane] += RECORDS;
        if (lane % 8 == 0) {
            shard.acknowledgements().write(ACTOR_NODE, acks, 0);
        }
    }

    private void insert(UnbookedShard unbooked) {
        lane = (lane + 1) % LANES;
        message(unbookedRecords[lane], RECORDS, RECORDS);
        if (!unbooked.append(lane, received)) {
            throw new IllegalStateException("a record is impossible");
        }
        unbookedRecords[lane] += RECORDS;
    }

    /** A message without records: its lane is looked up, epoch and number are compared, and all is acknowledged. */
    private void check(ReplayShard shard) {
        lane = (lane + 1) % LANES;
        message(shardRecords[lane], 0, 0);
        if (shard.append(received) != AppendResult.STORED) {
            throw new IllegalStateException("the shard did not take an empty message");
        }
        if (lane % 8 == 0) {
            shard.acknowledgements().write(ACTOR_NODE, acks, 0);
        }
    }

    private void message(long first, int records, int priorities) {
        UnsafeBuffer bytes = messages[(int) (first / RECORDS % messages.length)];
        // The head alone is written anew: the lane and the number of the first record.
        sent.begin(bytes, 0, lane, 0, ACTOR_NODE, first, records, priorities);
        if (!received.wrap(bytes, 0, sent.length())) {
            throw new IllegalStateException("a message of " + sent.length() + " bytes is not whole");
        }
    }

    private UnsafeBuffer[] messages(SplittableRandom random) {
        UnsafeBuffer[] parts = new UnsafeBuffer[EPISODE_STEPS / RECORDS];
        UnsafeBuffer record = memory(LAYOUT.stride());
        for (int part = 0; part < parts.length; part++) {
            parts[part] = memory(StepsMessage.length(LAYOUT.stride(), RECORDS, RECORDS));
            sent.begin(parts[part], 0, 0, 0, ACTOR_NODE, 0, RECORDS, RECORDS);
            for (int i = 0; i < RECORDS; i++) {
                int step = part * RECORDS + i;
                int flags = step == 0 ? StepLayout.FLAG_EPISODE_START : 0;
                record.putLong(StepLayout.OBSERVATION_OFFSET, random.nextLong());
                record.putInt(StepLayout.FLAGS_OFFSET, step == EPISODE_STEPS - 1 ? StepLayout.FLAG_TERMINATED : flags,
                    ByteOrder.LITTLE_ENDIAN);
                sent.putRecord(i, record, 0);
                sent.putPriority(i, i - N, (float) random.nextDouble(0.01, 1));
            }
        }
        return parts;
    }

    private static UnsafeBuffer memory(int bytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 64));
    }

    private static Path newFolder() {
        Path memory = Path.of("/dev/shm");
        try {
            return Files.isDirectory(memory) ? Files.createTempDirectory(memory, "troupe-bench-ledger-")
                : Files.createTempDirectory("troupe-bench-ledger-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
