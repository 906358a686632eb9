package io.troupe.integration.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.acting.StepSink;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile acknowledgements between those of a shard: the actor goes on, and every step that it made is stored. */
class AcksFuzzTest {
    private static final int NODE = 7;
    private static final int LANES = 4;
    private static final long STORE = 99;

    @TempDir
    Path folder;
    private final EnvironmentProvider environment = Environments.named("cartpole");
    private final StepLayout layout = new StepLayout(environment.schema(Map.of()));
    private ReplayShard shard;
    private long nowNs = 1;

    @Test
    void hostileAcknowledgementsShouldLoseNothing() {
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, WindowSpec.nStep(layout.schema(), 3), 1 << 14,
            16, 0.6, false, 1 << 14), new SplittableRandom(1), () -> STORE);
        HostileSink sink = new HostileSink();
        WeightsSnapshot weights = new WeightsSnapshot(1, 1, 0, new UnsafeBuffer(new byte[4]));
        Actor actor = new Actor(spec(), () -> new FirstAction(layout), sink, () -> weights,
            (lane, epoch, record, from, to) -> { }, () -> nowNs);
        actor.onStart();
        Fuzz.run(60_000, (random, number) -> {
            nowNs += 1_000_000;
            sink.random = random;
            actor.doWork();
        });
        sink.random = null;
        actor.drain();
        for (int i = 0; i < 20_000 && !actor.isDrained(); i++) {
            nowNs += 1_000_000;
            actor.doWork();
        }
        assertTrue(actor.isDrained(), "" + actor.report());
        assertEquals(actor.report().producedSteps(), shard.storedSteps());
        assertTrue(shard.storedSteps() > 10_000 && sink.taken > 10_000, shard.storedSteps() + " steps, " + sink.taken);
        actor.onClose();
        shard.close();
    }

    private ActorSpec spec() {
        ActorSettings settings =
            new ActorSettings(1, LANES, new ActorSettings.Exploration(0.4, 7, 0), 128, 8, 20, 10_000, 10,
                ActorSettings.Staleness.any());
        List<LaneSpec> lanes = LongStream.range(0, LANES).mapToObj(i -> new LaneSpec(i, 0.5, i)).toList();
        return new ActorSpec(NODE, layout, lanes, random -> environment.create(Map.of(), random), settings, 3, 0.99,
            Sequence.none(), 1, 1 << 14);
    }

    /** The shard's honest port, which hands over hostile acknowledgements too. */
    private final class HostileSink implements StepSink {
        private final StepsMessage steps = new StepsMessage(layout.stride());
        private final AcksMessage acks = new AcksMessage();
        private final Mutator mutator = new Mutator(56);
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        private final long[] stores = {STORE};
        private SplittableRandom random;
        private int taken;

        @Override
        public long[] reachableStores() {
            return stores;
        }

        @Override
        public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
            assertEquals(STORE, storeId);
            assertTrue(steps.wrap(message, offset, length), "the actor sent what are no steps");
            shard.append(steps);
            return true;
        }

        @Override
        public int pollAcks(AcksHandler handler) {
            buffer.checkLimit(shard.acknowledgements().length(NODE));
            int length = shard.acknowledgements().write(NODE, buffer, 0);
            if (random != null) {
                mutator.add(buffer, 0, length, random);
                for (int i = 0; i < 4; i++) {
                    UnsafeBuffer hostile = mutator.next(random);
                    if (acks.wrap(hostile, 0, mutator.length()) && !isBelievable()) {
                        taken++;
                        handler.onAcks(acks);
                    }
                }
                length = shard.acknowledgements().write(NODE, buffer, 0);
            }
            assertTrue(acks.wrap(buffer, 0, length));
            handler.onAcks(acks);
            return 1;
        }

        /** Whether it says that a lane has more records at the shard than it has, fewer than were ever sent. */
        private boolean isBelievable() {
            if (acks.storeId() != STORE) {
                return false;
            }
            for (int i = 0; i < acks.laneCount(); i++) {
                long lane = acks.laneId(i);
                long stored = shard.publish().lanes().stream().filter(entry -> entry.laneId() == lane)
                    .mapToLong(entry -> entry.storedRecords()).findFirst().orElse(0);
                if (acks.storedRecords(i) > stored && acks.storedRecords(i) <= stored + 256) {
                    return true;
                }
            }
            return acks.laneCount() > 64;
        }
    }

    /** Prefers the first action in every state. */
    private record FirstAction(StepLayout layout, UnsafeBuffer input) implements QFunction {
        FirstAction(StepLayout layout) {
            this(layout, new UnsafeBuffer(new byte[LANES * layout.observationBytes()]));
        }

        @Override
        public int maxRows() {
            return LANES;
        }

        @Override
        public int actionCount() {
            return layout.schema().actionCount();
        }

        @Override
        public MutableDirectBuffer input(int column) {
            return input;
        }

        @Override
        public void evaluate(int rows, float[] qValues) {
            Arrays.fill(qValues, 0);
        }

        @Override
        public void load(DirectBuffer weights) {
            // It has none.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
