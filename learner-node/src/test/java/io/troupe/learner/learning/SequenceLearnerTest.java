package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.config.LearningSettings.ValueRescaling;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.network.ParameterLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole learner steps on sequences, against a plain twin. */
class SequenceLearnerTest {
    private static final double TINY = 1e-6;

    record Case(Memory.Kind memory, boolean isStateStored, boolean isDoubleQ, LossAt lossAt, ValueRescaling rescaling,
                boolean isMasked, int contextLength, double attentionEntropy) {
        Case(Memory.Kind memory, boolean isStateStored, boolean isDoubleQ, LossAt lossAt, ValueRescaling rescaling) {
            this(memory, isStateStored, isDoubleQ, lossAt, rescaling, false, Sequences.BURN_IN + Sequences.LENGTH, 0);
        }

        /** One pass over a context that holds the steps to bootstrap from as well. */
        static Case ofWholeContext(Memory.Kind memory) {
            return new Case(memory, false, true, LossAt.EVERY_STEP, ValueRescaling.NONE, false, Sequences.POSITIONS, 0);
        }

        /** Attention that is spread counts too. */
        static Case ofSpread(Memory.Kind memory, LossAt lossAt, int contextLength) {
            return new Case(memory, false, true, lossAt, ValueRescaling.NONE, false, contextLength, 0.5);
        }

        Case masked() {
            return new Case(memory, isStateStored, isDoubleQ, lossAt, rescaling, true, contextLength, attentionEntropy);
        }

        Case plain() {
            return new Case(memory, isStateStored, false, lossAt, rescaling, isMasked, contextLength, attentionEntropy);
        }
    }

    static Stream<Case> cases() {
        Stream<Case> all = Stream.of(Memory.Kind.LSTM, Memory.Kind.GRU, Memory.Kind.TRANSFORMER).flatMap(memory ->
            Stream.of(true, false).filter(stored -> !stored || memory.carriesState()).flatMap(stored ->
                Stream.of(true, false).flatMap(doubleQ -> Arrays.stream(LossAt.values()).flatMap(lossAt ->
                    Arrays.stream(ValueRescaling.values()).map(rescaling ->
                        new Case(memory, stored, doubleQ, lossAt, rescaling))))));
        Stream<Case> others = Stream.of(Memory.Kind.ATTENTION_LSTM, Memory.Kind.HIERARCHICAL,
            Memory.Kind.HIERARCHICAL_LSTM).map(memory ->
                new Case(memory, memory.carriesState(), true, LossAt.EVERY_STEP, ValueRescaling.SQUARE_ROOT));
        Stream<Case> whole = Stream.of(Memory.Kind.TRANSFORMER, Memory.Kind.HIERARCHICAL, Memory.Kind.ATTENTION_LSTM)
            .map(Case::ofWholeContext);
        // The Q-values to bootstrap from are those of the same pass, of its end alone, or of a context that is further on.
        Case one = new Case(Memory.Kind.LSTM, true, true, LossAt.EVERY_STEP, ValueRescaling.NONE).masked();
        Case end = Case.ofWholeContext(Memory.Kind.TRANSFORMER).masked();
        Case further = new Case(Memory.Kind.TRANSFORMER, false, true, LossAt.EVERY_STEP, ValueRescaling.NONE).masked();
        Stream<Case> masked = Stream.of(one, one.plain(), end, end.plain(), further, further.plain());
        Stream<Case> spread = Stream.of(
            Case.ofSpread(Memory.Kind.TRANSFORMER, LossAt.EVERY_STEP, Sequences.BURN_IN + Sequences.LENGTH),
            Case.ofSpread(Memory.Kind.TRANSFORMER, LossAt.LAST_STEP, Sequences.POSITIONS),
            Case.ofSpread(Memory.Kind.HIERARCHICAL, LossAt.EVERY_STEP, Sequences.POSITIONS),
            Case.ofSpread(Memory.Kind.ATTENTION_LSTM, LossAt.EVERY_STEP, Sequences.POSITIONS));
        return Stream.of(all, others, whole, masked, spread).flatMap(cases -> cases);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientAndPrioritiesShouldMatchATwinsOfTheUnfilledRows(Case chosen) {
        Sequences sequences = new Sequences(chosen.memory, 6, 8, chosen.isStateStored, chosen.isMasked,
            chosen.contextLength);
        LearningSettings settings = sequences.settings(chosen.isDoubleQ, chosen.lossAt, chosen.rescaling, 1e-2,
            chosen.attentionEntropy);
        SampledBatch batch = sequences.batch();
        SplittableRandom random = new SplittableRandom(chosen.hashCode());
        try (Learner learner = new Learner(sequences.network, sequences.window, settings, 1, new SplittableRandom(42));
             TwinSequences twin = new TwinSequences(sequences, settings, batch)) {
            for (int i = 0; i < 10; i++) {
                sequences.fill(batch, random);
                learner.step(batch);
            }
            LearnerState before = learner.state();
            sequences.fill(batch, random);
            LearnerMetrics metrics = learner.step(batch);

            double[] weights = TwinNetwork.doubles(before.online());
            double[][] targets = twin.targets(weights, TwinNetwork.doubles(before.target()));
            double[][] errors = twin.errors(weights, targets);
            assertEquals(twin.loss(weights, targets), metrics.loss(), 1e-5);
            for (int row = 0; row < sequences.rows; row++) {
                assertEquals(twin.priority(errors[row]), metrics.priorities()[row], 1e-4, "row " + row);
            }
            // One number of each tensor, and the slope in some directions of all numbers together.
            for (ParameterLayout.Parameter parameter : sequences.network.parameters().parameters()) {
                double[] direction = new double[weights.length];
                direction[parameter.offset() + random.nextInt(parameter.size())] = 1;
                assertSlope(twin, weights, targets, direction, learner.gradient(), parameter.name());
            }
            for (int i = 0; i < 3; i++) {
                double[] direction = random.doubles(weights.length, -1, 1).toArray();
                double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
                assertSlope(twin, weights, targets, Arrays.stream(direction).map(x -> x / norm).toArray(),
                    learner.gradient(), "direction " + i);
            }
        }
    }

    private static void assertSlope(TwinSequences twin, double[] weights, double[][] targets, double[] direction,
                                    float[] gradient, String name) {
        double[] up = weights.clone();
        double[] down = weights.clone();
        double slope = 0;
        for (int i = 0; i < weights.length; i++) {
            up[i] += TINY * direction[i];
            down[i] -= TINY * direction[i];
            slope += direction[i] * gradient[i];
        }
        double rise = twin.loss(up, targets) - twin.loss(down, targets);
        assertEquals(rise / (2 * TINY), slope, 1e-5, name);
    }

    @ParameterizedTest
    @EnumSource(value = Memory.Kind.class, names = {"NONE", "EPISODIC"}, mode = EnumSource.Mode.EXCLUDE)
    void fillingBehindAShortRowShouldChangeNothing(Memory.Kind memory) {
        fillingShouldChangeNothing(new Sequences(memory, 6, 8, false));
    }

    @ParameterizedTest
    @EnumSource(value = Memory.Kind.class, names = {"TRANSFORMER", "ATTENTION_LSTM"})
    void fillingShouldChangeNothingWhereThePastAloneIsLookedAt(Memory.Kind memory) {
        fillingShouldChangeNothing(Sequences.lookingAtThePast(memory, 6, 8));
    }

    private static void fillingShouldChangeNothing(Sequences sequences) {
        LearningSettings settings = sequences.settings(true, LossAt.EVERY_STEP, ValueRescaling.SQUARE_ROOT, 1e-2);
        SampledBatch batch = sequences.batch();
        float[][] gradients = new float[2][];
        float[][] priorities = new float[2][];
        for (int run = 0; run < 2; run++) {
            try (Learner learner = new Learner(sequences.network, sequences.window, settings, 1, new SplittableRandom(5))) {
                SplittableRandom random = new SplittableRandom(6);
                for (int i = 0; i < 5; i++) {
                    sequences.fill(batch, random);
                    learner.step(batch);
                }
                sequences.fill(batch, random);
                if (run == 1) {
                    assertTrue(sequences.fillBehind(batch, random) > 20);
                }
                priorities[run] = learner.step(batch).priorities().clone();
                gradients[run] = learner.gradient().clone();
            }
        }
        assertArrayEquals(gradients[0], gradients[1], 1e-7f);
        assertArrayEquals(priorities[0], priorities[1], 1e-6f);
    }

    @Test
    void shouldDropAfterAStateWhatItWouldHaveDroppedWithoutAStop() {
        Sequences sequences = Sequences.dropping(Memory.Kind.TRANSFORMER, 6, 8);
        LearningSettings settings = sequences.settings(true, LossAt.EVERY_STEP, ValueRescaling.NONE, 1e-2);
        SampledBatch batch = sequences.batch();
        LearnerState middle;
        LearnerState expected;
        try (Learner learner = new Learner(sequences.network, sequences.window, settings, 1, new SplittableRandom(42))) {
            steps(sequences, learner, batch, 3, new SplittableRandom(8));
            middle = learner.state();
            steps(sequences, learner, batch, 3, new SplittableRandom(9));
            expected = learner.state();
        }
        try (Learner resumed = new Learner(sequences.network, sequences.window, settings, 2, new SplittableRandom(42));
             Learner other = new Learner(sequences.network, sequences.window, settings, 2, new SplittableRandom(43))) {
            resumed.restore(middle);
            steps(sequences, resumed, batch, 3, new SplittableRandom(9));
            assertArrayEquals(expected.online(), resumed.state().online());
            other.restore(middle);
            steps(sequences, other, batch, 3, new SplittableRandom(9));
            assertFalse(Arrays.equals(expected.online(), other.state().online()), "another run drops other things");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Memory.Kind.class, names = {"LSTM", "GRU", "TRANSFORMER", "HIERARCHICAL", "HIERARCHICAL_LSTM"})
    void shouldNotGrowInMemory(Memory.Kind memory) throws Exception {
        Sequences sequences = new Sequences(memory, 16, 64, true);
        LearningSettings settings = sequences.settings(true, LossAt.EVERY_STEP, ValueRescaling.NONE, 1e-4);
        SampledBatch batch = sequences.batch();
        SplittableRandom random = new SplittableRandom(7);
        int count = memory.looksBack() ? 500 : 1_000;
        try (Learner learner = new Learner(sequences.network, sequences.window, settings, 1, random)) {
            steps(sequences, learner, batch, 200, random);
            long before = residentBytes();
            steps(sequences, learner, batch, count, random);
            long grown = residentBytes() - before;
            // A leak of one layer's output a step would be 20 MB.
            assertFalse(grown > 12L << 20, "resident memory grew by " + grown + " bytes in " + count + " steps");
        }
    }

    private static void steps(Sequences sequences, Learner learner, SampledBatch batch, int count,
                              SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            sequences.fill(batch, random);
            learner.step(batch);
        }
    }

    private static long residentBytes() throws Exception {
        System.gc();
        Path statm = Path.of("/proc/self/statm");
        assumeTrue(Files.exists(statm));
        return Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096;
    }
}
