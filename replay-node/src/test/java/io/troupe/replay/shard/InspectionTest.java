package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.proto.InspectionBucket;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import io.troupe.proto.TopWindow;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a shard, against what was put into it. */
class InspectionTest {
    private static final int SEGMENT_STEPS = 4;
    private static final int CAPACITY = 400;
    private static final double EXPONENT = 0.5;

    @TempDir
    private Path folder;
    private TestShard shard;

    @BeforeEach
    void open() {
        shard = new TestShard(folder, 1, SEGMENT_STEPS, CAPACITY, EXPONENT, TestShard.newStoreIds(3));
    }

    @AfterEach
    void close() {
        shard.close();
    }

    private ReplayInspection inspect(int top, int slice) {
        List<ReplayInspection> answers = new ArrayList<>();
        assertTrue(shard.shard.inspector().ask(top, answer -> answers.add(answer.build())));
        while (shard.shard.inspector().isAsked()) {
            shard.shard.inspector().advance(slice);
        }
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    private StepInspection step(long key) {
        return shard.shard.inspector().step(key).build();
    }

    private static Map<Double, Long> counts(List<InspectionBucket> buckets) {
        Map<Double, Long> counts = new TreeMap<>();
        buckets.forEach(bucket -> counts.put(bucket.getFrom(), bucket.getWindows()));
        return counts;
    }

    @Test
    void shouldTellWhatIsHeld() {
        shard.append(0, "SsssUC", 0, 0.25, 1, 3.0, 2, 0.0, 3, 2.5);
        ReplayInspection told = inspect(2, 3);
        assertEquals(shard.shard.storeId(), told.getStoreId());
        assertEquals(6, told.getHeldRecords());
        assertEquals(5, told.getHeldSteps());
        assertEquals(CAPACITY, told.getCapacityRecords());
        assertEquals(2, told.getSegments());
        assertEquals(CAPACITY / SEGMENT_STEPS, told.getSegmentPlaces());
        assertEquals(SEGMENT_STEPS, told.getSegmentSteps());
        assertTrue(told.getBytes() >= CAPACITY * (4L + Trajectory.LAYOUT.stride()), told::toString);
        // Step 4 got no priority: it takes the highest that there was, 3.
        assertEquals(5, told.getSamplableWindows());
        assertEquals(Map.of(0.0, 1L, 0.25, 1L, 2.0, 3L), counts(told.getPrioritiesList()));
        assertEquals(Map.of(0.0, 5L), counts(told.getTimesSampledBucketsList()));
        assertEquals(Map.of(1.0, 1L, 2.0, 2L, 4.0, 2L), counts(told.getAgesList()), "the closing record has age 0");
        assertEquals(5, told.getOldestAgeRecords());
        assertEquals(3, told.getMeanAgeRecords());
        double mass = Math.sqrt(0.25) + 2 * Math.sqrt(3) + Math.sqrt(2.5);
        assertEquals(mass, told.getMass(), 1e-6);
        assertEquals(0.25 + 3 + 3 + 2.5, told.getSquaredMass(), 1e-6);
        assertEquals((5 * 0.5 + 4 * Math.sqrt(3) + 2 * Math.sqrt(2.5) + Math.sqrt(3)) / mass,
            told.getMeanDrawnAgeRecords(), 1e-6);
        assertEquals(List.of(3f, 3f), told.getTopList().stream().map(TopWindow::getPriority).toList());
        assertEquals(1, told.getTop(0).getAgeRecords(), "the newest of equal ones first");
    }

    @Test
    void shouldCountHowOftenEachWindowWasDrawnUntilItsPlaceIsGivenToAnother() {
        shard.append(0, "Ssss", 0, 1.0, 1, 0.0, 2, 0.0);
        shard.sample(10);
        ReplayInspection told = inspect(1, 100);
        assertEquals(10, told.getTimesSampled());
        assertEquals(Map.of(0.0, 2L, 8.0, 1L), counts(told.getTimesSampledBucketsList()));
        assertEquals(10, told.getTop(0).getTimesSampled());
        long key = told.getTop(0).getKey();
        assertEquals(10, step(key).getTimesSampled());
        assertEquals(1, step(key).getDrawProbability());
        for (int first = 4; first < CAPACITY + 4; first += 4) {
            shard.append(first, "ssss");
        }
        assertEquals(StepPresence.EVICTED, step(key).getPresence());
        assertEquals(0, inspect(0, 64).getTimesSampled());
    }

    @Test
    void shouldGoOnWhileStepsComeAndGo() {
        SplittableRandom random = new SplittableRandom(5);
        int next = 0;
        for (; next < 300; next += 4) {
            shard.append(next, next == 0 ? "Ssss" : "ssss");
        }
        List<ReplayInspection> answers = new ArrayList<>();
        for (int round = 0; round < 200; round++) {
            shard.shard.inspector().ask(5, answer -> answers.add(answer.build()));
            while (shard.shard.inspector().isAsked()) {
                shard.shard.inspector().advance(1 + random.nextInt(90));
                for (int i = random.nextInt(12); i > 0; i--, next += 4) {
                    shard.append(next, "ssss", next, random.nextDouble(), next + 1, 5.0);
                }
                shard.sample(3);
            }
            ReplayInspection told = answers.get(round);
            assertTrue(told.getHeldRecords() <= CAPACITY, told::toString);
            assertTrue(told.getSamplableWindows() <= told.getHeldRecords(), told::toString);
            assertTrue(told.getOldestAgeRecords() < told.getHeldRecords(), told::toString);
            assertEquals(told.getSamplableWindows(),
                told.getPrioritiesList().stream().mapToLong(InspectionBucket::getWindows).sum());
        }
        assertEquals(CAPACITY, inspect(0, 7).getHeldRecords());
        assertEquals(shard.shard.totalMass(), inspect(0, 7).getMass() * 4294967296.0, 1e4);
    }

    @Test
    void shouldAnswerAllThatAskMeanwhileAtOnce() {
        shard.append(0, "SsssssssT");
        List<Integer> answers = new ArrayList<>();
        shard.shard.inspector().ask(0, answer -> answers.add(answer.getTopCount()));
        shard.shard.inspector().advance(2);
        shard.shard.inspector().ask(3, answer -> answers.add(answer.getTopCount()));
        shard.shard.inspector().ask(7, answer -> answers.add(answer.getTopCount()));
        shard.shard.inspector().advance(10_000);
        assertEquals(List.of(0), answers, "the walk that is under way began before they asked");
        shard.shard.inspector().advance(10_000);
        assertEquals(List.of(0, 3, 7), answers);
        assertFalse(shard.shard.inspector().isAsked());
    }

    @Test
    void shouldRefuseMoreThanItCanRemember() {
        for (int i = 0; i < 256; i++) {
            assertTrue(shard.shard.inspector().ask(1, answer -> { }));
        }
        assertFalse(shard.shard.inspector().ask(1, answer -> { }));
    }

    /** Sampling waits for one slice at most, so a slice has to be short, and there must not be too many of them. */
    @Test
    void shouldTakeAMillionStepsInShortSlices() {
        int steps = 1_000_000;
        int slots = 1024;
        try (TestShard large = new TestShard(folder.resolve("large"), 3, 64, steps, 0.6, TestShard.newStoreIds(4))) {
            SplittableRandom random = new SplittableRandom(9);
            String letters = "s".repeat(50);
            Number[] priorities = new Number[100];
            for (int first = 0; first < steps; first += 50) {
                for (int i = 0; i < 50; i++) {
                    priorities[2 * i] = first + i;
                    priorities[2 * i + 1] = random.nextDouble(10);
                }
                large.append(0, 0, first, letters, priorities);
            }
            long[] sliceNs = new long[0];
            for (int round = 0; round < 5; round++) {
                long[] windows = {0};
                large.shard.inspector().ask(1000, told -> windows[0] = told.getSamplableWindows());
                sliceNs = new long[2 * steps / slots];
                int slices = 0;
                while (large.shard.inspector().isAsked()) {
                    long beginNs = System.nanoTime();
                    large.shard.inspector().advance(slots);
                    sliceNs[slices++] = System.nanoTime() - beginNs;
                }
                sliceNs = Arrays.copyOf(sliceNs, slices);
                assertEquals(steps - 3, windows[0]);
            }
            long sumNs = Arrays.stream(sliceNs).sum();
            Arrays.sort(sliceNs);
            long medianNs = sliceNs[sliceNs.length / 2];
            System.out.printf("%,d steps in %d slices: %.1f ms; a slice %.1f us (median), %.1f us (p99), %.1f us"
                + " (longest)%n", steps, sliceNs.length, sumNs / 1e6, medianNs / 1e3,
                sliceNs[sliceNs.length * 99 / 100] / 1e3, sliceNs[sliceNs.length - 1] / 1e3);
            assertTrue(medianNs < 200_000, () -> "a slice takes " + medianNs + " ns");
        }
    }

    @Test
    void shouldReadAStepAsItsColumns() {
        shard.append(7, 0, 0, "SsssssT", 2, 2.0);
        long first = (long) CAPACITY;
        StepInspection told = step(first + 2);
        assertEquals(StepPresence.HELD, told.getPresence());
        assertEquals(7, told.getLaneId());
        assertEquals(2, told.getRecord());
        assertEquals(20, told.getWeightsVersion());
        assertEquals(0, told.getAction());
        assertEquals(2.5f, told.getReward());
        assertFalse(told.getIsEpisodeStart());
        assertTrue(told.getIsSamplable());
        assertEquals(2f, told.getPriority());
        assertEquals(Math.sqrt(2), told.getMass(), 1e-6);
        assertEquals(4, told.getAgeRecords());
        assertEquals(List.of(first + 2, first + 3), told.getWindowKeysList());
        assertEquals(List.of("position", "pixels"), told.getObservationsList().stream().map(c -> c.getName()).toList());
        assertEquals(7002f, told.getObservations(0).getValues().asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN).getFloat());
        assertEquals(List.of(3, 3), told.getObservations(1).getShapeList());
        assertEquals(10, told.getObservations(1).getValues().byteAt(8));
        assertTrue(step(first).getIsEpisodeStart());
        assertTrue(step(first + 6).getIsTerminated());
        assertEquals(List.of(first + 6), step(first + 6).getWindowKeysList());
    }

    @Test
    void shouldTellAnEvictedKeyFromOneThatNeverWas() {
        shard.append(0, "Sss");
        long first = (long) CAPACITY;
        assertEquals(StepPresence.HELD, step(first + 2).getPresence());
        for (long never : new long[] {-1, 0, first - 1, first + 3, first + 4, Long.MAX_VALUE}) {
            assertEquals(StepPresence.NEVER_THERE, step(never).getPresence(), "key " + never);
        }
        for (int record = 3; record < 2 * CAPACITY; record++) {
            shard.append(record, "s");
        }
        assertEquals(StepPresence.EVICTED, step(first + 2).getPresence());
    }
}
