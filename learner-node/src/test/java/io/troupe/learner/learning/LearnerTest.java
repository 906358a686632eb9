package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import io.troupe.common.config.LearningSettings.Target;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.membership.StepLedger;
import io.troupe.learner.run.Resumption;
import io.troupe.learner.status.RunProgress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {
    private final SampledBatch batch = Windows.batch();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientAndErrorsShouldMatchAPlainTwinsFiniteDifferences(boolean isDoubleQ) {
        SplittableRandom random = new SplittableRandom(1);
        // The target network stays behind for 1,000 steps: so the two networks differ when the gradient is taken.
        try (Learner learner = learner(isDoubleQ, 1e-2, Windows.period(1000))) {
            steps(learner, 20, random);
            LearnerState before = learner.state();
            Windows.fill(batch, random);
            LearnerMetrics metrics = learner.step(batch);

            double[] weights = TwinNetwork.doubles(before.online());
            double[] targets = TwinNetwork.targets(batch, weights, TwinNetwork.doubles(before.target()), isDoubleQ);
            assertEquals(TwinNetwork.loss(batch, weights, targets), metrics.loss(), 1e-5);
            for (int row = 0; row < Windows.ROWS; row++) {
                double[] values = TwinNetwork.q(weights, TwinNetwork.state(batch, row, Anchor.START));
                double q = values[TwinNetwork.action(batch, row)];
                assertEquals(Math.abs(targets[row] - q), metrics.priorities()[row], 1e-5);
            }
            for (int i = 0; i < weights.length; i++) {
                double value = weights[i];
                weights[i] = value + 1e-6;
                double up = TwinNetwork.loss(batch, weights, targets);
                weights[i] = value - 1e-6;
                double down = TwinNetwork.loss(batch, weights, targets);
                weights[i] = value;
                assertEquals((up - down) / 2e-6, learner.gradient()[i], 1e-5, "parameter " + i);
            }
        }
    }

    @Test
    void shouldLearnToPredictRewardsThatFollowFromTheState() {
        SplittableRandom random = new SplittableRandom(2);
        try (Learner learner = learner(true, 3e-3, Windows.period(100))) {
            double first = 0;
            double last = 0;
            for (int step = 0; step < 1000; step++) {
                fillWithOneStepEpisodes(random);
                double loss = learner.step(batch).loss();
                first += step < 20 ? loss / 20 : 0;
                last += step >= 980 ? loss / 20 : 0;
            }
            assertTrue(last < first / 20, "the loss went from " + first + " only to " + last);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoRunsShouldEndWithEqualBits(boolean isPolyak) {
        Target target = isPolyak ? new Target(Target.Update.POLYAK, 1, 0.01) : Windows.period(7);
        LearnerState[] ends = new LearnerState[2];
        for (int run = 0; run < 2; run++) {
            try (Learner learner = learner(true, 1e-2, target)) {
                steps(learner, 50, new SplittableRandom(3));
                ends[run] = learner.state();
            }
        }
        assertEqualBits(ends[0], ends[1]);
    }

    @Test
    void aCopyInPiecesShouldBeTheWholeState() {
        try (Learner learner = learner(true, 1e-2, Windows.period(7))) {
            steps(learner, 10, new SplittableRandom(4));
            LearnerState room = LearnerState.ofSize(Windows.NETWORK.parameters().size());
            StateCopy copy = learner.copyInto(room, 100);
            int pieces = 1;
            while (!copy.doWork()) {
                pieces++;
            }
            assertEquals((Windows.NETWORK.parameters().size() + 99) / 100, pieces);
            assertEqualBits(learner.state(), copy.state());
            assertEquals(10, copy.state().learnerStep());
            assertSame(room.online(), copy.state().online());
        }
    }

    @Test
    void shouldGoOnFromAStateAsIfItHadNeverStopped() {
        LearnerState expected;
        LearnerState middle;
        try (Learner learner = learner(true, 1e-2, Windows.period(7))) {
            SplittableRandom random = new SplittableRandom(4);
            steps(learner, 10, random);
            learner.takeSnapshot();
            middle = learner.state();
            steps(learner, 10, new SplittableRandom(5));
            expected = learner.state();
        }
        try (Learner resumed = new Learner(Windows.NETWORK, Windows.WINDOW,
            Windows.settings(true, 1e-2, Windows.period(7)), 2, new SplittableRandom(99))) {
            resumed.restore(middle);
            assertEquals(10, resumed.learnerStep());
            assertEquals(1, resumed.weightsVersion());
            steps(resumed, 10, new SplittableRandom(5));
            assertEqualBits(expected, resumed.state());
            assertEquals(2, resumed.takeSnapshot().version());
        }
    }

    @Test
    void aRunThatWasKilledBeforeItsFirstCheckpointShouldNumberItsWeightsBehindThoseOfBefore() {
        Resumption killedEarly = new Resumption(2, Optional.empty(), false, false, new RunProgress(3, 2_000, 500, 40),
            StepLedger.Books.EMPTY, OptionalDouble.empty(), OptionalDouble.empty());
        try (Learner learner = learner(true, 1e-2, Windows.period(7))) {
            killedEarly.restore(learner, new CheckpointStore(Path.of("unused"), 1, Windows.NETWORK.parameters()));
            assertEquals(0, learner.learnerStep());
            assertEquals(41, learner.takeSnapshot().version());
        }
    }

    @Test
    void shouldBeginAnewWithAnOptimizerWhoseMomentsTheCheckpointDoesNotHold() {
        LearnerState adams;
        try (Learner learner = learner(true, 1e-2, Windows.period(7))) {
            steps(learner, 10, new SplittableRandom(4));
            adams = learner.state();
        }
        LearningSettings settings = Windows.settings(true, Windows.period(7), new LearningSettings.Optimizer(
            Kind.RMSPROP, Windows.rate(1e-3), 0, 0, 0.95, 1.5e-7, 10));
        try (Learner resumed = new Learner(Windows.NETWORK, Windows.WINDOW, settings, 2, new SplittableRandom(99))) {
            resumed.restore(adams);
            LearnerState state = resumed.state();
            assertEquals(Kind.RMSPROP, state.optimizer());
            assertEquals(10, state.learnerStep());
            assertEquals(0, state.optimizerStep());
            assertArrayEquals(adams.online(), state.online());
            assertArrayEquals(new float[adams.online().length], state.secondMoment());
            steps(resumed, 1, new SplittableRandom(5));
            assertEquals(1, resumed.state().optimizerStep());
        }
    }

    @Test
    void shouldCopyTheTargetNetworkByPeriodAndMoveItByPolyak() {
        try (Learner learner = learner(true, 1e-2, Windows.period(5))) {
            float[] fresh = learner.state().online();
            steps(learner, 4, new SplittableRandom(6));
            assertArrayEquals(fresh, learner.state().target());
            steps(learner, 1, new SplittableRandom(7));
            assertArrayEquals(learner.state().online(), learner.state().target());
        }
        try (Learner learner = learner(true, 1e-2, new Target(Target.Update.POLYAK, 1, 0.25))) {
            float[] fresh = learner.state().online();
            steps(learner, 1, new SplittableRandom(6));
            LearnerState after = learner.state();
            for (int i = 0; i < fresh.length; i++) {
                assertEquals(0.75 * fresh[i] + 0.25 * after.online()[i], after.target()[i], 1e-6);
            }
        }
    }

    @Test
    void snapshotsShouldBeNumberedCopies() {
        try (Learner learner = learner(true, 1e-2, Windows.period(5))) {
            WeightsSnapshot first = learner.takeSnapshot();
            float[] weights = learner.state().online();
            steps(learner, 1, new SplittableRandom(8));
            WeightsSnapshot second = learner.takeSnapshot();
            assertTrue(second.isNewerThan(first));
            assertEquals(1, first.version());
            assertEquals(1, second.learnerStep());
            for (int i = 0; i < weights.length; i++) {
                assertEquals(weights[i], first.data().getFloat(4 * i, ByteOrder.LITTLE_ENDIAN));
            }
            batch.column(Windows.WINDOW.columnOf(StepField.WEIGHTS_VERSION)).setMemory(0, 8 * Windows.ROWS, (byte) 0);
            assertEquals(2, learner.step(batch).meanPolicyLag());
        }
    }

    @Test
    void shouldKeepItsWeightsAndSayWhereTheLossIsNotFinite() {
        SplittableRandom random = new SplittableRandom(9);
        try (Learner learner = learner(true, 1e-2, Windows.period(5))) {
            steps(learner, 3, random);
            LearnerState before = learner.state();
            Windows.fill(batch, random);
            Windows.putFloat(batch, StepField.REWARD, 0, Float.NaN);
            TroupeException error = assertThrows(TroupeException.class, () -> learner.step(batch));
            assertEquals(ErrorCode.TRAINING_DIVERGED, error.code());
            assertTrue(error.getMessage().contains("learner step 4"), error.getMessage());
            assertEqualBits(before, learner.state());
        }
    }

    @Test
    void shouldNeverGiveOutWeightsThatAreNotFinite() {
        try (Learner learner = learner(true, 1e-2, Windows.period(5))) {
            LearnerState good = learner.state();
            float[] bad = good.online().clone();
            bad[5] = Float.POSITIVE_INFINITY;
            learner.restore(new LearnerState(0, 0, Kind.ADAM, 0, bad, good.target(), good.firstMoment(),
                good.secondMoment()));
            assertThrows(TroupeException.class, learner::takeSnapshot);
            assertThrows(TroupeException.class, learner::state);
            assertEquals(0, learner.weightsVersion());
        }
    }

    @Test
    void shouldRefuseAnActionThatTheEnvironmentDoesNotHave() {
        try (Learner learner = learner(true, 1e-2, Windows.period(5))) {
            Windows.fill(batch, new SplittableRandom(10));
            batch.column(Windows.WINDOW.columnOf(StepField.ACTION)).putInt(8, 3, ByteOrder.LITTLE_ENDIAN);
            TroupeException error = assertThrows(TroupeException.class, () -> learner.step(batch));
            assertTrue(error.getMessage().contains("action 3"), error.getMessage());
        }
    }

    @Test
    void shouldNotGrowInMemory() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        try (Learner learner = learner(true, 1e-4, Windows.period(5))) {
            steps(learner, 500, random);
            long before = residentBytes();
            steps(learner, 4_000, random);
            long grown = residentBytes() - before;
            // A leak of one layer's output a step would be 6 MB, of the gradient 12 MB; the idiomatic way leaks 80 MB.
            assertFalse(grown > 24L << 20, "resident memory grew by " + grown + " bytes in 4,000 steps");
        }
    }

    private static Learner learner(boolean isDoubleQ, double learningRate, Target target) {
        LearningSettings settings = Windows.settings(isDoubleQ, learningRate, target);
        return new Learner(Windows.NETWORK, Windows.WINDOW, settings, 1, new SplittableRandom(42));
    }

    private void steps(Learner learner, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            Windows.fill(batch, random);
            learner.step(batch);
        }
    }

    /** One step, terminated: Q(s, a) is the reward, which is a simple function of state and action. */
    private void fillWithOneStepEpisodes(SplittableRandom random) {
        Windows.fill(batch, random);
        Arrays.fill(batch.validSteps(), 1);
        Arrays.fill(batch.ends(), BatchMessage.END_TERMINATED);
        for (int row = 0; row < Windows.ROWS; row++) {
            double[] state = TwinNetwork.state(batch, row, Anchor.START);
            int action = TwinNetwork.action(batch, row);
            Windows.putFloat(batch, StepField.REWARD, row * Windows.N, (float) (state[action] + 0.5 * state[3]));
        }
    }

    private static void assertEqualBits(LearnerState expected, LearnerState actual) {
        assertEquals(expected.learnerStep(), actual.learnerStep());
        assertEquals(expected.optimizerStep(), actual.optimizerStep());
        assertArrayEquals(expected.online(), actual.online());
        assertArrayEquals(expected.target(), actual.target());
        assertArrayEquals(expected.firstMoment(), actual.firstMoment());
        assertArrayEquals(expected.secondMoment(), actual.secondMoment());
    }

    private static long residentBytes() throws Exception {
        System.gc();
        Path statm = Path.of("/proc/self/statm");
        assumeTrue(Files.exists(statm));
        return Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096;
    }
}
