package io.troupe.integration.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ReplaySettings;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.AppendResult;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile messages of actors and of the learner, between the messages of an honest actor. */
class ShardFuzzTest {
    private static final int[] HOSTILE_NODES = {60, 61, 62, -1, Integer.MAX_VALUE};
    private static final int LANE_AT = 8;
    private static final int SENDER_AT = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostileStepsShouldHarmNobody(boolean isDefended) {
        StepsMessage steps = new StepsMessage(FuzzedShard.LAYOUT.stride());
        Mutator mutator = new Mutator(FuzzedShard.STEPS_FIELDS);
        Map<AppendResult, Long> results = new EnumMap<>(AppendResult.class);
        try (FuzzedShard fuzzed = new FuzzedShard(folder, new ReplaySettings.Defence(isDefended, 0.99, 2, 0.3))) {
            fuzzed.appendHonest(HOSTILE_NODES);
            Fuzz.run(200_000, (random, number) -> {
                if (number % 64 == 0) {
                    StepsMessage valid = fuzzed.valid(random, random.nextInt(100), hostileNode(random),
                        random.nextInt(64));
                    mutator.add(valid.buffer(), 0, valid.length(), random);
                }
                if (random.nextInt(8) == 0) {
                    fuzzed.appendHonest(HOSTILE_NODES);
                } else if (random.nextInt(200) == 0) {
                    fuzzed.shard.onFeedback(fuzzed.feedback(Long.MAX_VALUE, 512, 0, random));
                    fuzzed.serve();
                } else if (random.nextInt(500) == 0) {
                    fuzzed.shard.removeSender(hostileNode(random));
                } else if (random.nextInt(200) == 0) {
                    fuzzed.shard.addSender(hostileNode(random));
                } else if (random.nextInt(500) == 0) {
                    fuzzed.shard.moveAway(random.nextLong(1, 1 << 20) << 8, Mutator.extreme(random),
                        (int) Mutator.extreme(random));
                }
                UnsafeBuffer message = mutator.next(random);
                unspoof(message, random);
                if (steps.wrap(message, 0, mutator.length())) {
                    results.merge(fuzzed.shard.append(steps), 1L, Long::sum);
                }
                if (number % 5_000 == 0) {
                    fuzzed.checkAll();
                }
            });
            fuzzed.checkAll();
            assertTrue(fuzzed.checkedRows > 1_000, "honest rows checked: " + fuzzed.checkedRows);
            assertTrue(fuzzed.fileBytes() < 16 << 20, fuzzed.fileBytes() + " bytes of files");
        }
        for (AppendResult result : AppendResult.values()) {
            assertTrue(result == AppendResult.LIMITED || results.getOrDefault(result, 0L) > 100, "reached: " + results);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostileFeedbackShouldHarmNobody(boolean isDefended) {
        FeedbackMessage feedback = new FeedbackMessage();
        Mutator mutator = new Mutator(40);
        int[] taken = new int[1];
        try (FuzzedShard fuzzed = new FuzzedShard(folder, new ReplaySettings.Defence(isDefended, 0.99, 2, 0.3))) {
            for (int i = 0; i < 600; i++) {
                fuzzed.appendHonest(HOSTILE_NODES);
            }
            long windows = fuzzed.shard.samplableWindows();
            Fuzz.run(60_000, (random, number) -> {
                if (number % 64 == 0) {
                    FeedbackMessage valid = fuzzed.feedback(random.nextLong(1 << 13), random.nextInt(600),
                        random.nextInt(100), random);
                    mutator.add(fuzzed.memory(), 0, valid.length(), random);
                }
                UnsafeBuffer message = mutator.next(random);
                if (feedback.wrap(message, 0, mutator.length())) {
                    taken[0]++;
                    fuzzed.shard.onFeedback(feedback);
                }
                if (random.nextInt(16) == 0) {
                    fuzzed.serve();
                }
                if (number % 5_000 == 0) {
                    fuzzed.checkAll();
                    assertEquals(windows, fuzzed.shard.samplableWindows());
                }
            });
            fuzzed.shard.onFeedback(fuzzed.feedback(Long.MAX_VALUE, 0, 0, new SplittableRandom(1)));
            fuzzed.appendHonest(HOSTILE_NODES);
            fuzzed.checkAll();
            assertTrue(fuzzed.checkedRows > 1_000, "honest rows checked: " + fuzzed.checkedRows);
            assertTrue(taken[0] > 10_000, "messages that went through: " + taken[0]);
        }
    }

    /** Who sends in the name of the honest node on its lane cannot be told from it. */
    private static void unspoof(UnsafeBuffer message, SplittableRandom random) {
        if (message.getInt(SENDER_AT, ByteOrder.LITTLE_ENDIAN) == FuzzedShard.HONEST_NODE) {
            message.putInt(SENDER_AT, hostileNode(random), ByteOrder.LITTLE_ENDIAN);
        }
        int kind = random.nextInt(20);
        if (kind == 0) {
            message.putLong(LANE_AT, FuzzedShard.HONEST_LANE, ByteOrder.LITTLE_ENDIAN);
        } else if (kind == 1) {
            message.putLong(LANE_AT, random.nextLong() >>> 1, ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static int hostileNode(SplittableRandom random) {
        return HOSTILE_NODES[random.nextInt(HOSTILE_NODES.length)];
    }
}
