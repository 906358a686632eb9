package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.troupe.common.config.ReplaySettings;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingPerStepSampleAndUpdate(boolean isDefended) {
        WindowSpec window = WindowSpec.nStep(Trajectory.LAYOUT.schema(), 3);
        Trajectory trajectory = new Trajectory();
        BatchMessage batch = new BatchMessage(Trajectory.LAYOUT, window);
        FeedbackMessage feedback = new FeedbackMessage();
        UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 16]);
        long[] keys = new long[1];
        Number[] noPriorities = {};
        BatchSink sink = (message, offset, length) -> {
            batch.wrap(message, offset, length);
            keys[0] = batch.key(0);
            return true;
        };
        ReplayShardSettings settings =
            new ReplayShardSettings(folder, Trajectory.LAYOUT, window, 10_000, 64, 0.6, false, 1 << 15)
                .with(new ReplaySettings.Defence(isDefended, 0.999, 10, 0.5));
        try (ReplayShard shard = new ReplayShard(settings, new SplittableRandom(1), TestShard.newStoreIds(1))) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = 0;
            for (int round = 0; round < 2; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 2000; i++) {
                    long first = (round * 2000L + i) * 8;
                    shard.append(trajectory.message(3, 0, first, "SssssssT", noPriorities));
                    feedback.begin(memory, 0, shard.storeId(), Long.MAX_VALUE, i, 64, 1).putUpdate(0, keys[0], i % 7);
                    shard.onFeedback(feedback);
                    shard.serve(sink);
                    shard.acknowledgements().write(Trajectory.SENDER, memory, 0);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            // The measurement itself, and the compiler's coming and going, may take a little.
            assertTrue(allocated < 2000, allocated + " bytes in 2,000 rounds of append, update, sample, acknowledge");
        }
    }
}
