package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.environment.CartPole;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int STATE_BYTES = 48;
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2), STATE_BYTES);
    private static final int LANES = 8;

    private long nowNs;

    /** Acknowledges everything at once, and allocates nothing. */
    private static final class PromptShard implements StepSink {
        private final long[] stores = {11};
        private final long[] stored = new long[LANES];
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[AcksMessage.length(LANES)]);
        private final StepsMessage steps = new StepsMessage(LAYOUT.stride(), STATE_BYTES);
        private long states;
        private final AcksMessage acks = new AcksMessage();

        @Override
        public long[] reachableStores() {
            return stores;
        }

        @Override
        public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
            if (!steps.wrap(message, offset, length) || steps.firstRecord() != stored[(int) steps.laneId()]) {
                throw new AssertionError("not the record that is expected");
            }
            stored[(int) steps.laneId()] += steps.recordCount();
            states += steps.stateCount();
            return true;
        }

        @Override
        public int pollAcks(AcksHandler handler) {
            acks.begin(buffer, 0, 11, 1, false, LANES);
            for (int lane = 0; lane < LANES; lane++) {
                acks.putLane(lane, lane, 0, stored[lane]);
            }
            handler.onAcks(acks);
            return 1;
        }
    }

    /** Newer ones are announced all the time and never come, so that every step is marked. */
    private record OldWeights(WeightsSnapshot latest, WeightsVersion announced) implements WeightsSource {
    }

    @Test
    void shouldAllocateNothingPerStep() {
        List<LaneSpec> lanes = LongStream.range(0, LANES).mapToObj(i -> new LaneSpec(i, 0.2, i)).toList();
        ActorSettings settings = new ActorSettings(1, LANES, null, 64, 8, 20, 1000, 3,
            new ActorSettings.Staleness(OptionalLong.of(0), OptionalDouble.of(1), ActorSettings.Staleness.Action.MARK));
        ActorSpec spec =
            new ActorSpec(7, LAYOUT, lanes, random -> new CartPole(20, random), settings, 8, 0.98,
                new Sequence(3, 2, 2, 0.9, LossAt.EVERY_STEP, true), 1, 1 << 16);
        WeightsSnapshot weights = new WeightsSnapshot(1, 1, 0, FakeQFunction.weights(1, -1));
        PromptShard shard = new PromptShard();
        Actor actor = new Actor(spec, () -> new FakeQFunction(LAYOUT.schema(), LANES, STATE_BYTES), shard,
            new OldWeights(weights, new WeightsVersion(1, 2)),
            (laneId, epoch, fromRecord, from, to) -> {
                throw new AssertionError("nothing moves here");
            }, () -> nowNs += 1_000_000);
        actor.onStart();
        run(actor, 5_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(actor, 5_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(actor.episodes().count() > 1_000 && actor.report().producedSteps() == 10_000 * LANES,
            actor.report().toString());
        assertEquals(10_000 * LANES, actor.report().staleness().markedSteps());
        assertTrue(shard.states > 10_000, shard.states + " states");
        assertTrue(allocated < 4_096, "40,000 steps allocated " + allocated + " bytes");
    }

    private static void run(Actor actor, int cycles) {
        for (int i = 0; i < cycles; i++) {
            actor.doWork();
        }
    }
}
