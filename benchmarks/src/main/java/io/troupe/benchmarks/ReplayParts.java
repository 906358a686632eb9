package io.troupe.benchmarks;

import io.troupe.common.schema.StepLayout;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The parts of the replay, each alone, for JMH: a draw, an update, a record appended, a row gathered. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplayParts {
    private static final int ROWS = ReplayLoad.BATCH_ROWS;
    private static final int SEGMENT_STEPS = 64;

    /** A tree of 2^20 leaves. */
    @State(Scope.Thread)
    public static class Tree {
        private final ReplayTree tree = new ReplayTree();
    }

    /** A log of 2^20 CartPole steps, and windows to be cut from it. */
    @State(Scope.Thread)
    public static class Log {
        private static final int STEPS = 1 << 20;
        private Path folder;
        private ReplayGather gather;
        private StepLog log;
        private UnsafeBuffer records;
        private long next;

        @Setup(Level.Trial)
        public void open() throws IOException {
            folder = Files.createTempDirectory(ReplayBenchmark.memoryFolder(), "troupe-bench-parts-");
            ReplayCase load = ReplayCase.cartPole(STEPS);
            StepLayout layout = load.layout();
            gather = new ReplayGather(folder.resolve("gather"), load);
            log = new StepLog(folder.resolve("append"), layout, STEPS, SEGMENT_STEPS, StateSpec.NONE, () -> 1);
            records = new UnsafeBuffer(BufferUtil.allocateDirectAligned(SEGMENT_STEPS * layout.stride(), 64));
        }

        /** One segment, evicting what it takes the place of. */
        private void append() {
            int place = log.nextPlace();
            if (log.sequence(place) != 0) {
                log.drop(place);
            }
            log.append(log.openSegment(1, 0, next, next, -1, 0, 0), records, 0, SEGMENT_STEPS, SEGMENT_STEPS);
            next += SEGMENT_STEPS;
        }

        @TearDown(Level.Trial)
        public void close() {
            gather.close();
            log.close();
            IoUtil.delete(folder.toFile(), true);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void treeDraw(Tree state) {
        state.tree.draw();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void treeUpdate(Tree state) {
        state.tree.update();
    }

    @Benchmark
    @OperationsPerInvocation(SEGMENT_STEPS)
    public void append(Log state) {
        state.append();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void gather(Log state) {
        state.gather.gather();
    }
}
