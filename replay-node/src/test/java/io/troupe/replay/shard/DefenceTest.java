package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ReplaySettings.Defence;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Honest actors 0 … 3, whose priorities are of the order of 1 to 4, and an attacker. */
class DefenceTest {
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("actor", 1)), 2));
    private static final WindowSpec WINDOW = WindowSpec.nStep(LAYOUT.schema(), 1);
    private static final Defence ON = new Defence(true, 0.999, 10, 0.5);
    private static final int ATTACKER = 4;
    private static final int RECORDS = 8;
    private static final int ROWS = 2_000;

    @TempDir
    Path folder;
    private final StepsMessage steps = new StepsMessage(LAYOUT.stride());
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final BatchMessage batch = new BatchMessage(LAYOUT, WINDOW);
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 17]);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[LAYOUT.stride()]);
    private final SplittableRandom random = new SplittableRandom(6);
    private final long[] nextRecord = new long[ATTACKER + 1];
    private final List<Long> keys = new ArrayList<>();
    private int[] drawn;

    @Test
    void anAttackerShouldNotOwnTheBatch() {
        try (ReplayShard shard = shard("on", ON)) {
            for (int round = 0; round < 400; round++) {
                send(shard, 1e6f);
                if (round >= 100 && round % 10 == 0) {
                    sample(shard);
                    assertTrue(drawn[ATTACKER] <= 0.5 * ROWS + 2,
                        "attacker's rows in round " + round + ": " + drawn[ATTACKER]);
                    assertTrue(drawn[ATTACKER] >= 0.1 * ROWS, "it still counts: " + drawn[ATTACKER]);
                    double honest = ROWS - drawn[ATTACKER];
                    for (int actor = 0; actor < ATTACKER; actor++) {
                        assertEquals((1 + actor) / 10.0, drawn[actor] / honest, 0.03,
                            "actor " + actor + " among the honest");
                    }
                    shard.checkValid();
                }
            }
            assertTrue(shard.publish().boundedMasses() > 1_000);
        }
    }

    @Test
    void withoutDefenceItDoes() {
        try (ReplayShard shard = shard("off", Defence.OFF)) {
            for (int round = 0; round < 200; round++) {
                send(shard, 1e6f);
            }
            sample(shard);
            assertTrue(drawn[ATTACKER] > 0.99 * ROWS, "attacker's rows: " + drawn[ATTACKER]);
            assertEquals(0, shard.publish().boundedMasses());
        }
    }

    @Test
    void honestActorsAloneShouldNotBeTouched() {
        try (ReplayShard shard = shard("honest", ON)) {
            for (int round = 0; round < 400; round++) {
                send(shard, 2);
            }
            assertEquals(0, shard.publish().boundedMasses());
            assertEquals(0, shard.publish().clippedPriorities());
        }
    }

    @Test
    void shouldClipFirstPrioritiesFarAboveTheLearners() {
        try (ReplayShard shard = shard("clip", new Defence(true, 0.999, 10, 1))) {
            for (int round = 0; round < 100; round++) {
                send(shard, 1);
            }
            sample(shard);
            update(shard, 1);
            send(shard, 1e6f);
            ShardSnapshot after = shard.publish();
            assertEquals(RECORDS, after.clippedPriorities());
            assertTrue(after.maxPriority() < 20, "max " + after.maxPriority());
            shard.checkValid();
        }
    }

    @Test
    void booksShouldAgreeWhileActorsLeaveSegmentsAreEvictedAndPrioritiesRenewed() {
        try (ReplayShard shard = shard("books", ON)) {
            for (int round = 0; round < 600; round++) {
                send(shard, round % 3 == 0 ? 1e6f : 1);
                if (round % 7 == 0) {
                    sample(shard);
                    update(shard, random.nextInt(20) == 0 ? 1e5f : 2);
                }
                if (round % 50 == 0) {
                    shard.removeSender(random.nextInt(ATTACKER + 1));
                }
                if (round % 90 == 0) {
                    shard.moveAway(round % 4, nextRecord[round % 4] - 5, 1 + round);
                    nextRecord[round % 4] = -1;
                }
                shard.checkValid();
            }
            assertTrue(shard.publish().evictedSteps() > 10_000);
        }
    }

    /** What cannot bite must not be noticed: not in one draw. */
    @Test
    void aDefenceThatAllowsEverythingShouldChangeNothing() {
        assertEquals(history("none", Defence.OFF), history("all", new Defence(true, 1, 1e9, 1)));
    }

    private List<Object> history(String name, Defence defence) {
        List<Object> history = new ArrayList<>();
        SplittableRandom own = new SplittableRandom(9);
        Arrays.fill(nextRecord, 0);
        try (ReplayShard shard = shard(name, defence)) {
            for (int round = 0; round < 200; round++) {
                for (int actor = 0; actor <= ATTACKER; actor++) {
                    send(shard, actor, () -> own.nextFloat() * 5);
                }
                sample(shard);
                feedback.begin(memory, 0, shard.storeId(), Long.MAX_VALUE, 0, 0, keys.size());
                for (int i = 0; i < keys.size(); i++) {
                    feedback.putUpdate(i, keys.get(i), own.nextFloat() * 3);
                }
                shard.onFeedback(feedback);
                history.add(List.copyOf(keys));
                history.add(shard.totalMass());
            }
        }
        return history;
    }

    private ReplayShard shard(String name, Defence defence) {
        return new ReplayShard(new ReplayShardSettings(folder.resolve(name), LAYOUT, WINDOW, 4_096, 16, 1, false,
            1 << 16)
            .with(defence), new SplittableRandom(3), () -> 7);
    }

    /** A message of each. */
    private void send(ReplayShard shard, float attackersPriority) {
        for (int actor = 0; actor < ATTACKER; actor++) {
            float scale = 1 + actor;
            send(shard, actor, () -> scale * (0.5f + random.nextFloat()));
        }
        send(shard, ATTACKER, () -> attackersPriority);
    }

    private void send(ReplayShard shard, int actor, Supplier<Float> priority) {
        if (nextRecord[actor] < 0) {
            return;
        }
        long first = nextRecord[actor];
        record.putFloat(LAYOUT.columnOffset(0), actor, ByteOrder.LITTLE_ENDIAN);
        steps.begin(memory, 0, actor, 0, actor, first, RECORDS, RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            steps.putRecord(i, record, 0);
            steps.putPriority(i, first + i, priority.get());
        }
        assertEquals(AppendResult.STORED, shard.append(steps));
        nextRecord[actor] += RECORDS;
    }

    private void sample(ReplayShard shard) {
        drawn = new int[ATTACKER + 1];
        keys.clear();
        shard.onFeedback(feedback.begin(memory, 0, shard.storeId(), Long.MAX_VALUE, 1, ROWS, 0));
        shard.serve((message, offset, length) -> {
            assertTrue(batch.wrap(message, offset, length));
            for (int row = 0; row < batch.rows(); row++) {
                keys.add(batch.key(row));
                drawn[(int) batch.buffer().getFloat(batch.columnOffset(0) + 4 * row, ByteOrder.LITTLE_ENDIAN)]++;
            }
            return true;
        });
    }

    private void update(ReplayShard shard, float priority) {
        feedback.begin(memory, 0, shard.storeId(), Long.MAX_VALUE, 0, 0, keys.size());
        for (int i = 0; i < keys.size(); i++) {
            feedback.putUpdate(i, keys.get(i), priority * (0.5f + random.nextFloat()));
        }
        shard.onFeedback(feedback);
    }
}
