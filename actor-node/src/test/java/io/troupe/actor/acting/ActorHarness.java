package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;

/** An actor with counting environments before {@link FakeShards}, driven by hand at one millisecond a cycle. */
final class ActorHarness {
    static final int NODE = 7;
    static final int N_STEP = 3;
    static final double DISCOUNT = 0.9;
    static final int MOVE_AFTER_MS = 2_000;
    static final float[] WEIGHTS = {0.25f, -0.5f, 0.125f};

    static final class Options {
        int lanes = 4;
        double epsilon = 0.3;
        StepLayout layout = CountingEnvironment.LAYOUT;
        int failsEvery;
        UnaryOperator<Environment> around = environment -> environment;
        int messageRecords = 8;
        int messageDelayMs = 20;
        int maxUnacknowledged = 64;
        int expectedStores = 2;
        int maxLength = 4096;
        long seed = 1;
        ActorSettings.Staleness staleness = ActorSettings.Staleness.any();
    }

    final Options options;
    final FakeShards shards;
    final Actor actor;
    final FakeQFunction qFunction;
    WeightsSnapshot weights = new WeightsSnapshot(1, 5, 50, FakeQFunction.weights(WEIGHTS));
    /** The newest weights that the actor has heard of, or null. */
    WeightsVersion announced;
    long nowMs = 1_000;
    /** What the clock goes on by with each reading. */
    long tickNs;
    private long ticksNs;

    ActorHarness(Options options, FakeShards shards) {
        this.options = options;
        this.shards = shards;
        qFunction = new FakeQFunction(CountingEnvironment.LAYOUT.schema(), options.lanes);
        List<LaneSpec> lanes = LongStream.range(0, options.lanes)
            .mapToObj(i -> new LaneSpec(laneId(i), options.epsilon, options.seed * 100 + i)).toList();
        ActorSettings settings = new ActorSettings(1, options.lanes, new ActorSettings.Exploration(0.4, 7, 0),
            options.maxUnacknowledged, options.messageRecords, options.messageDelayMs, MOVE_AFTER_MS, 3, options.staleness);
        ActorSpec spec = new ActorSpec(NODE, options.layout, lanes,
            random -> options.around.apply(new CountingEnvironment(random, options.failsEvery)), settings, N_STEP, DISCOUNT,
            Sequence.none(), options.expectedStores, options.maxLength);
        actor = new Actor(spec, () -> qFunction, shards, new Source(), shards, this::nanoTime);
        actor.onStart();
    }

    private final class Source implements WeightsSource {
        @Override
        public WeightsSnapshot latest() {
            return weights;
        }

        @Override
        public WeightsVersion announced() {
            return announced;
        }
    }

    private long nanoTime() {
        ticksNs += tickNs;
        return nowMs * 1_000_000 + ticksNs;
    }

    static FakeShards shards(long seed) {
        return new FakeShards(CountingEnvironment.LAYOUT.stride(), 4096, seed, 11, 22);
    }

    static long laneId(long index) {
        return 100 + index;
    }

    /** Runs so many cycles of a millisecond each. */
    void cycle(int count) {
        for (int i = 0; i < count; i++) {
            nowMs++;
            actor.doWork();
        }
    }

    /** Drains, and checks that every lane's records are stored once, in order, and make sense. */
    void drainAndCheck() {
        actor.drain();
        for (int i = 0; i < 60_000 && !actor.isDrained(); i++) {
            cycle(1);
        }
        assertTrue(actor.isDrained(), "not drained: " + actor.report());
        for (ActorReport.Lane lane : actor.report().lanes()) {
            List<byte[]> records = shards.stored(lane.laneId());
            assertEquals(lane.producedRecords(), records.size());
            assertEquals(lane.producedRecords(), lane.acknowledgedRecords());
            assertEquals(lane.producedSteps(), checkRecords(records));
        }
    }

    /** Checks the lane's story; returns its steps. */
    private long checkRecords(List<byte[]> records) {
        int number = 0;
        boolean isStart = true;
        boolean isClosing = false;
        long steps = 0;
        for (byte[] bytes : records) {
            Record record = new Record(bytes);
            assertEquals(number, record.number);
            assertEquals(number & 0xFFF, record.bits);
            assertEquals(isClosing ? StepLayout.FLAG_CLOSING : isStart ? StepLayout.FLAG_EPISODE_START : 0,
                record.flags & ~(StepLayout.FLAG_TERMINATED | StepLayout.FLAG_TRUNCATED | StepLayout.FLAG_STALE));
            assertEquals(isClosing ? 0 : number % 7 + record.action, record.reward);
            steps += isClosing ? 0 : 1;
            boolean isTerminated = (record.flags & StepLayout.FLAG_TERMINATED) != 0;
            isStart = isTerminated || isClosing;
            isClosing = (record.flags & StepLayout.FLAG_TRUNCATED) != 0;
            number += isTerminated ? 2 : 1;
        }
        return steps;
    }

    /** A stored record, read. */
    static final class Record {
        final long weightsVersion;
        final float reward;
        final int action;
        final int flags;
        final float number;
        final int bits;
        /** Of the legal actions, a bit each; 0 where there is none. */
        final int mask;

        Record(byte[] bytes) {
            UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            weightsVersion = buffer.getLong(StepLayout.WEIGHTS_VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
            reward = buffer.getFloat(StepLayout.REWARD_OFFSET, ByteOrder.LITTLE_ENDIAN);
            action = buffer.getInt(StepLayout.ACTION_OFFSET, ByteOrder.LITTLE_ENDIAN);
            flags = buffer.getInt(StepLayout.FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN);
            Observation observation = new Observation(CountingEnvironment.LAYOUT).wrap(buffer, 0);
            number = observation.value(0, 0);
            int read = 0;
            for (int bit = 0; bit < 12; bit++) {
                read |= (int) observation.value(1, bit) << bit;
            }
            bits = read;
            mask = buffer.getByte(CountingEnvironment.LAYOUT.actionMaskOffset());
        }

        double q(int which) {
            return WEIGHTS[which] * number + which / 8f;
        }

        double maxQ() {
            return Math.max(q(0), Math.max(q(1), q(2)));
        }
    }
}
