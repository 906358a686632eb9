package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.learning.SampledBatch;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectRunTest {
    @TempDir
    Path folder;

    @Test
    void shouldComputeEqualWeightsToTheBitWhenRunTwice() {
        float[] first = weightsAfter(300, 7, "first");
        float[] second = weightsAfter(300, 7, "second");
        float[] otherSeed = weightsAfter(300, 8, "other");

        assertArrayEquals(first, second);
        assertFalse(Arrays.equals(first, otherSeed));
    }

    @Test
    void shouldLearnCartPoleInOneThread() {
        try (DirectRun run = new DirectRun(settings(3), folder.resolve("learn"))) {
            double best = 0;
            for (int learnerSteps = 1_000; learnerSteps <= 12_000 && best < 300; learnerSteps += 1_000) {
                run.run(learnerSteps, batch -> { });
                best = Math.max(best, run.evaluate().meanReturn());
            }
            assertTrue(best >= 300, "best greedy return after 12,000 learner steps: " + best);
        }
    }

    @Test
    void shouldStoreEveryStepThatWasProduced() {
        try (DirectRun run = new DirectRun(settings(5), folder.resolve("ledger"))) {
            run.run(200, batch -> { });
            long inFlight = run.producedSteps() - run.storedSteps();
            assertTrue(inFlight >= 0 && inFlight <= 8 * 32, "in flight: " + inFlight);
        }
    }

    /** One-step windows of CartPole must obey its equations, whatever way they came. */
    @Test
    void shouldSampleTransitionsThatObeyThePhysics() {
        try (DirectRun run = new DirectRun(settings(11, "learning.n-step=1"), folder.resolve("physics"))) {
            int[] checked = new int[2];
            run.run(200, batch -> checkTransitions(run, batch, checked));
            assertTrue(checked[0] > 10_000, "going on: " + checked[0]);
            assertTrue(checked[1] > 100, "ended: " + checked[1]);
        }
    }

    private static void checkTransitions(DirectRun run, SampledBatch batch, int[] checked) {
        DirectBuffer starts = batch.column(run.window().columnOf(StepField.observation(0), Anchor.START));
        DirectBuffer ends = batch.column(run.window().columnOf(StepField.observation(0), Anchor.END));
        DirectBuffer actions = batch.column(run.window().columnOf(StepField.ACTION));
        DirectBuffer rewards = batch.column(run.window().columnOf(StepField.REWARD));
        for (int row = 0; row < batch.rows(); row++) {
            assertEquals(1, rewards.getFloat(4 * row, ByteOrder.LITTLE_ENDIAN));
            float[] now = observation(starts, row);
            float[] next = observation(ends, row);
            if (batch.ends()[row] == BatchMessage.END_TERMINATED) {
                checked[1]++;
                continue;
            }
            checked[0]++;
            assertArrayEquals(cartPole(now, actions.getInt(4 * row, ByteOrder.LITTLE_ENDIAN)), next, 1e-4f);
        }
    }

    private static float[] observation(DirectBuffer column, int index) {
        float[] values = new float[4];
        for (int i = 0; i < 4; i++) {
            values[i] = column.getFloat(16 * index + 4 * i, ByteOrder.LITTLE_ENDIAN);
        }
        return values;
    }

    /** Gymnasium's CartPole-v1, Euler's method. */
    private static float[] cartPole(float[] s, int action) {
        double force = action == 1 ? 10 : -10;
        double cos = Math.cos(s[2]);
        double sin = Math.sin(s[2]);
        double temp = (force + 0.05 * s[3] * s[3] * sin) / 1.1;
        double angular = (9.8 * sin - cos * temp) / (0.5 * (4.0 / 3 - 0.1 * cos * cos / 1.1));
        double linear = temp - 0.05 * angular * cos / 1.1;
        return new float[] {(float) (s[0] + 0.02 * s[1]), (float) (s[1] + 0.02 * linear),
            (float) (s[2] + 0.02 * s[3]), (float) (s[3] + 0.02 * angular)};
    }

    private float[] weightsAfter(int learnerSteps, long seed, String name) {
        try (DirectRun run = new DirectRun(settings(seed), folder.resolve(name))) {
            run.run(learnerSteps, batch -> { });
            return run.weights();
        }
    }

    private static TroupeSettings settings(long seed, String... assignments) {
        SettingsLoader loader = new SettingsLoader(name -> Environments.named(name).preset()).set("run.seed=" + seed);
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        EffectiveConfiguration configuration = loader.load();
        return configuration.settings();
    }
}
