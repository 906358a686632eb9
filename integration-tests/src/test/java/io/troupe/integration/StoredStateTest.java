package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorSpec;
import io.troupe.actor.acting.LaneMoves;
import io.troupe.actor.acting.LaneSpec;
import io.troupe.actor.acting.StepSink;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.ReplaySettings;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QFunction;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a GRU remembered when it acted is what a sequence begins with when it is sampled, whatever happens on the way. */
class StoredStateTest {
    private static final int NODE = 7;
    private static final int LANES = 3;
    private static final int ROWS = 32;
    private static final int MAX_BYTES = 1 << 14;
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("number", 2)), 2);
    private static final Sequence SEQUENCE = new Sequence(5, 4, 2, 0.9, LossAt.EVERY_STEP, true);
    private static final int N = 2;

    @TempDir
    Path folder;
    private final QNetwork network = QNetwork.of(new NetworkSettings(
        new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(8)),
        new Memory(Memory.Kind.GRU, 8, 1, Memory.none().attention(), Memory.none().layers(), Memory.none().chunks()),
        new NetworkSettings.Head(NetworkSettings.Head.Kind.PLAIN, 0)), SCHEMA);
    private final int stateBytes = network.stateSize() * Float.BYTES;
    private final StepLayout layout = new StepLayout(SCHEMA, stateBytes);
    private final WindowSpec window =
        WindowSpec.sequence(layout, SEQUENCE.burnIn(), SEQUENCE.length(), N, SEQUENCE.period());
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<Long, byte[]> remembered = new HashMap<>();
    private final BatchMessage batch = new BatchMessage(layout, window);
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[256]);
    private final FeedbackMessage feedback = new FeedbackMessage();
    private int environments;
    private long nowMs = 1;
    private long rows;
    private long carried;
    private long carriedAtStart;
    private long offGrid;
    private Link link;

    @Test
    void sampledSequencesShouldBeginWithWhatTheNetworkRemembered() {
        try (Link way = new Link()) {
            link = way;
            Actor actor = new Actor(spec(), this::recording, link, () -> weights(nowMs / 10_000), link,
                () -> nowMs * 1_000_000);
            actor.onStart();
            for (; nowMs < 40_000; nowMs++) {
                actor.doWork();
                if (nowMs % 50 == 0) {
                    link.shards.values().forEach(this::sample);
                }
            }
            actor.onClose();
            assertTrue(link.moves > 10 && link.lost > 500, link.moves + " moves, " + link.lost + " lost");
            for (ReplayShard shard : link.shards.values()) {
                assertEquals(0, shard.publish().droppedStates());
                assertEquals(0, shard.publish().malformedMessages());
            }
        }
        assertTrue(rows > 10_000 && carried > rows / 2, carried + " of " + rows + " rows with a state");
        assertTrue(carriedAtStart > rows / 4, carriedAtStart + " of " + rows + " rows with a state at their start");
        assertTrue(offGrid < rows / 20, offGrid + " of " + rows + " rows without their state");
    }

    private void sample(ReplayShard shard) {
        shard.onFeedback(feedback.begin(memory, 0, shard.storeId(), Long.MAX_VALUE, nowMs, ROWS, 0));
        shard.serve((message, offset, length) -> {
            assertTrue(batch.wrap(message, offset, length));
            for (int row = 0; row < batch.rows(); row++) {
                check(row);
            }
            return true;
        });
    }

    private void check(int row) {
        long key = observed(row, 0);
        byte[] state = state(row, Anchor.BEGIN);
        rows++;
        checkStart(row);
        if (Arrays.equals(new byte[stateBytes], state)) {
            if (!Arrays.equals(remembered.get(key), state)) {
                // A shard that gets a lane in the midst of an episode counts the starts of sequences from there.
                assertTrue(link.isMovedBefore(key), "row " + rows + " has no state");
                offGrid++;
            }
            return;
        }
        assertArrayEquals(remembered.get(key), state, "row " + rows + " with look-back " + batch.lookBack(row));
        carried++;
    }

    /** Where another sequence that has been told already begins. */
    private void checkStart(int row) {
        byte[] state = state(row, Anchor.START);
        if (!Arrays.equals(new byte[stateBytes], state)) {
            assertArrayEquals(remembered.get(observed(row, batch.lookBack(row))), state, "row " + rows + " at its start");
            carriedAtStart++;
        }
    }

    /** The observation at a position from the begin. */
    private long observed(int row, int position) {
        int column = window.columnOf(StepField.observation(0), Anchor.BEGIN);
        int at = batch.columnOffset(column) + row * batch.rowBytes(column) + position * Long.BYTES;
        return RecordingQFunction.key(batch.buffer(), at);
    }

    private byte[] state(int row, Anchor anchor) {
        byte[] state = new byte[stateBytes];
        batch.buffer().getBytes(batch.columnOffset(window.columnOf(StepField.STATE, anchor)) + row * stateBytes, state);
        return state;
    }

    private QFunction recording() {
        return new RecordingQFunction(new NetworkQFunction(network, LANES, 1), remembered);
    }

    private ActorSpec spec() {
        ActorSettings settings = new ActorSettings(1, LANES, new ActorSettings.Exploration(0.4, 7, 0),
            128, 8, 20, 1_000, 10, ActorSettings.Staleness.any());
        List<LaneSpec> lanes = LongStream.range(0, LANES).mapToObj(i -> new LaneSpec(i, 0.5, i)).toList();
        return new ActorSpec(NODE, layout, lanes, lengths -> new NumberedEpisodes(environments++, lengths), settings, N,
            0.99, SEQUENCE, 2, MAX_BYTES);
    }

    private WeightsSnapshot weights(long version) {
        try (NetworkWeights fresh = new NetworkWeights(network.parameters(), false)) {
            fresh.initialise(new SplittableRandom(version));
            UnsafeBuffer bytes = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
            fresh.store(bytes, 0);
            return new WeightsSnapshot(1, version + 1, version, bytes);
        }
    }

    /** Two shards, each away now and then, behind a way that loses and repeats messages and acknowledgements. */
    private final class Link implements StepSink, LaneMoves, AutoCloseable {
        private static final long PERIOD_MS = 6_000;

        private final Map<Long, ReplayShard> shards = new HashMap<>();
        private final StepsMessage steps = new StepsMessage(layout.stride(), stateBytes);
        private final AcksMessage acks = new AcksMessage();
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        private final Map<Long, Long> recordOfKey = new HashMap<>();
        private final Map<Long, Long> laneOfKey = new HashMap<>();
        private final Map<Long, TreeSet<Long>> episodesOfLane = new HashMap<>();
        private final Map<Long, TreeSet<Long>> movesOfLane = new HashMap<>();
        private int moves;
        private int lost;

        Link() {
            for (long id = 11; id <= 12; id++) {
                long storeId = id;
                shards.put(id, new ReplayShard(new ReplayShardSettings(folder.resolve("shard-" + id), layout, window,
                    1 << 17, 16, 0.6, false, MAX_BYTES, "a GRU", ReplaySettings.Defence.OFF), random.split(),
                    () -> storeId));
            }
        }

        @Override
        public long[] reachableStores() {
            List<Long> reachable = new ArrayList<>();
            if (nowMs % PERIOD_MS >= 2_000) {
                reachable.add(11L);
            }
            if (nowMs % PERIOD_MS < 3_000 || nowMs % PERIOD_MS >= 5_000) {
                reachable.add(12L);
            }
            return reachable.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
            assertTrue(steps.wrap(message, offset, length), "the actor sent what are no steps");
            note();
            double fate = random.nextDouble();
            if (fate < 0.2) {
                lost++;
                return true;
            }
            shards.get(storeId).append(steps);
            if (fate > 0.9) {
                shards.get(storeId).append(steps);
            }
            return true;
        }

        private void note() {
            for (int i = 0; i < steps.recordCount(); i++) {
                int at = steps.recordOffset(i);
                long key = RecordingQFunction.key(steps.buffer(), at + layout.columnOffset(0));
                recordOfKey.put(key, steps.firstRecord() + i);
                laneOfKey.put(key, steps.laneId());
                if ((steps.buffer().getInt(at + StepLayout.FLAGS_OFFSET) & StepLayout.FLAG_EPISODE_START) != 0) {
                    episodesOfLane.computeIfAbsent(steps.laneId(), id -> new TreeSet<>()).add(steps.firstRecord() + i);
                }
            }
        }

        /** Whether the lane was moved in this record's episode, at it or before it. */
        boolean isMovedBefore(long key) {
            long lane = laneOfKey.get(key);
            long record = recordOfKey.get(key);
            long episode = episodesOfLane.get(lane).floor(record);
            Long move = movesOfLane.getOrDefault(lane, new TreeSet<>()).floor(record);
            return move != null && move > episode;
        }

        @Override
        public int pollAcks(AcksHandler handler) {
            for (long storeId : reachableStores()) {
                ReplayShard shard = shards.get(storeId);
                buffer.checkLimit(shard.acknowledgements().length(NODE));
                int length = shard.acknowledgements().write(NODE, buffer, 0);
                if (random.nextDouble() < 0.5) {
                    assertTrue(acks.wrap(buffer, 0, length));
                    handler.onAcks(acks);
                }
            }
            return 1;
        }

        @Override
        public void onMoved(long laneId, int epoch, long fromRecord, long fromStoreId, long toStoreId) {
            moves++;
            movesOfLane.computeIfAbsent(laneId, id -> new TreeSet<>()).add(fromRecord);
            shards.get(fromStoreId).moveAway(laneId, fromRecord, epoch);
        }

        @Override
        public void close() {
            shards.values().forEach(ReplayShard::close);
        }
    }
}
