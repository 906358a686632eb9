package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.NumericState;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.testing.Python;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tasks of classic control have in common: they do what Gymnasium does, in every single step. */
class ClassicControlTest {
    private static final double TOLERANCE = 1e-12;

    /** One environment with its record. */
    private static final class Bench {
        private final EnvironmentProvider provider;
        private final StepLayout layout;
        private final StepOutcome outcome;
        private final Observation observation;
        private final Environment environment;

        Bench(String name) {
            provider = Environments.named(name);
            layout = new StepLayout(provider.schema(Map.of()));
            UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
            outcome = new StepOutcome(layout);
            observation = outcome.observation().wrap(record, 0);
            environment = provider.create(Map.of(), new SplittableRandom(1));
        }

        double[] step(double[] from, int action) {
            state().begin(from);
            return step(action);
        }

        double[] step(int action) {
            environment.step(action, outcome.clear());
            return state().state();
        }

        NumericState state() {
            return (NumericState) environment;
        }
    }

    @ParameterizedTest
    @CsvSource({"cartpole, CartPole-v1", "mountaincar, MountainCar-v0", "acrobot, Acrobot-v1"})
    void shouldAgreeWithGymnasiumInEverySingleStep(String name, String theirs) throws IOException, InterruptedException {
        Python.assumeHas("gymnasium");
        List<String> lines = Python.run("gymnasium_steps.py", "", theirs);
        Bench bench = new Bench(name);
        int size = bench.state().stateNames().size();
        int elements = bench.layout.schema().observations().get(0).elements();
        int steps = 0;
        int ends = 0;
        assertEquals(lines.get(0), bench.provider.options().get("max-episode-steps"));
        for (String line : lines.subList(1, lines.size())) {
            double[] numbers = Arrays.stream(line.substring(2).split(" ")).mapToDouble(Double::parseDouble).toArray();
            double[] after = bench.step(Arrays.copyOf(numbers, size), (int) numbers[size]);
            for (int i = 0; i < size; i++) {
                double expected = numbers[size + 1 + i];
                assertEquals(expected, after[i], TOLERANCE * Math.max(1, Math.abs(expected)), line);
            }
            for (int i = 0; i < elements; i++) {
                double expected = numbers[2 * size + 1 + i];
                // Both are rounded to 24 bits, perhaps to neighbours.
                assertEquals(expected, bench.observation.value(0, i), Math.ulp((float) expected) + TOLERANCE, line);
            }
            assertEquals(numbers[numbers.length - 2], bench.outcome.reward(), line);
            boolean isTerminated = numbers[numbers.length - 1] == 1;
            assertEquals(isTerminated, bench.outcome.isTerminated(), line);
            assertFalse(bench.outcome.isTruncated());
            ends += isTerminated ? 1 : 0;
            steps++;
        }
        assertEquals(20_000, steps);
        assertTrue(ends > 20, "episodes that ended: " + ends);
    }

    /** The car's two equations, in the order in which they are printed. */
    @Test
    void shouldDriveTheCarByItsEquations() {
        Bench bench = new Bench("mountaincar");
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 5_000; i++) {
            double x = random.nextDouble(-1.2, 0.6);
            double v = random.nextDouble(-0.07, 0.07);
            int action = random.nextInt(3);
            double speed = v + 0.001 * (action - 1) - 0.0025 * Math.cos(3 * x);
            speed = Math.abs(speed) > 0.07 ? Math.signum(speed) * 0.07 : speed;
            double place = x + speed > 0.6 ? 0.6 : x + speed;
            double[] expected = place <= -1.2 ? new double[] {-1.2, 0} : new double[] {place, speed};
            assertArrayEquals(expected, bench.step(new double[] {x, v}, action), TOLERANCE);
            assertEquals(-1, bench.outcome.reward());
            assertEquals(expected[0] >= 0.5 && expected[1] >= 0, bench.outcome.isTerminated());
        }
        assertArrayEquals(new double[] {-1.2, 0}, bench.step(new double[] {-1.19, -0.05}, 0), "the wall stops the car");
        assertArrayEquals(new double[] {0.6, 0.06}, bench.step(new double[] {0.59, 0.06}, 1), 2e-3, "the other does not");
        bench.step(new double[] {0.55, -0.001}, 2);
        assertTrue(bench.outcome.isTerminated(), "behind the top it rolls on");
        bench.step(new double[] {0.52, -0.01}, 1);
        assertFalse(bench.outcome.isTerminated(), "who rolls back over the goal is not there");
    }

    /** As a system of linear equations M(θ) θ̈ = τ − c(θ, θ̇) − g(θ), solved by Cramer's rule. */
    @Test
    void shouldSwingTheLinksByTheirEquations() {
        Bench bench = new Bench("acrobot");
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 5_000; i++) {
            double[] from = {random.nextDouble(-3.1, 3.1), random.nextDouble(-3.1, 3.1), random.nextDouble(-4, 4),
                random.nextDouble(-6, 6)};
            int action = random.nextInt(3);
            double[] k1 = slope(from, action - 1);
            double[] k2 = slope(along(from, k1, 0.1), action - 1);
            double[] k3 = slope(along(from, k2, 0.1), action - 1);
            double[] k4 = slope(along(from, k3, 0.2), action - 1);
            double[] expected = new double[4];
            for (int j = 0; j < 4; j++) {
                expected[j] = from[j] + (k1[j] + 2 * (k2[j] + k3[j]) + k4[j]) / 30;
                double limit = j < 2 ? Math.PI : j == 2 ? 4 * Math.PI : 9 * Math.PI;
                if (Math.abs(expected[j]) > limit) {
                    expected[j] = j < 2 ? Math.IEEEremainder(expected[j], 2 * Math.PI) : Math.signum(expected[j]) * limit;
                }
            }
            // Another order of operations: the rounding of four slopes is between.
            assertArrayEquals(expected, bench.step(from, action), 1e-11);
            boolean isUp = -Math.cos(expected[0]) - Math.cos(expected[0] + expected[1]) > 1;
            assertEquals(isUp, bench.outcome.isTerminated());
            assertEquals(isUp ? 0 : -1, bench.outcome.reward());
        }
    }

    private static double[] slope(double[] at, double torque) {
        double coupling = 0.25 + 0.5 * Math.cos(at[1]) + 1;
        double upper = 0.25 + 1.25 + Math.cos(at[1]) + 2;
        double lower = 1.25;
        double gravity2 = 4.9 * Math.sin(at[0] + at[1]);
        double gravity1 = 14.7 * Math.sin(at[0]) + gravity2;
        double bend = 0.5 * Math.sin(at[1]);
        double right1 = bend * at[3] * (at[3] + 2 * at[2]) - gravity1;
        double right2 = torque - bend * at[2] * at[2] - gravity2;
        double determinant = upper * lower - coupling * coupling;
        return new double[] {at[2], at[3], (right1 * lower - coupling * right2) / determinant,
            (upper * right2 - coupling * right1) / determinant};
    }

    private static double[] along(double[] from, double[] slope, double seconds) {
        double[] to = from.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += seconds * slope[i];
        }
        return to;
    }

    @ParameterizedTest
    @CsvSource({"cartpole, 0.05, -0.05", "mountaincar, -0.4, -0.6", "acrobot, 0.1, -0.1"})
    void shouldBeginWhereGymnasiumDoes(String name, double max, double min) {
        Bench bench = new Bench(name);
        double lowest = 1;
        double highest = -1;
        for (int episode = 0; episode < 2_000; episode++) {
            bench.environment.reset(bench.observation);
            lowest = Math.min(lowest, bench.state().state()[0]);
            highest = Math.max(highest, bench.state().state()[0]);
        }
        assertTrue(lowest >= min && lowest < min + 1e-3, "lowest " + lowest);
        assertTrue(highest <= max && highest > max - 1e-3, "highest " + highest);
    }

    @ParameterizedTest
    @CsvSource({"mountaincar, 200", "acrobot, 500"})
    void shouldTruncateAndNotTerminate(String name, int limit) {
        Bench bench = new Bench(name);
        bench.environment.reset(bench.observation);
        for (int step = 1; step <= limit; step++) {
            bench.step(1);
            assertEquals(step == limit, bench.outcome.isTruncated());
            assertFalse(bench.outcome.isTerminated());
            assertEquals(-1, bench.outcome.reward());
        }
    }

    @ParameterizedTest
    @CsvSource({"mountaincar, 2", "acrobot, 6"})
    void shouldKeepTheContract(String name, int elements) {
        EnvironmentTrial trial = new EnvironmentTrial(name, Map.of(), 5);
        assertEquals(new EnvironmentSchema(List.of(ObservationColumn.float32("state", elements)), 3),
            trial.layout().schema());
        trial.assertKeepsTheContract();
        trial.assertAllocatesNothing();
        trial.assertHasAPreset();
        EnvironmentTrial.assertRefuses(name, "max-episode-steps", "0");
        EnvironmentTrial.assertRefuses(name, "gravity", "4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cartpole", "mountaincar", "acrobot"})
    void shouldRefuseAStateThatIsNone(String name) {
        NumericState state = new Bench(name).state();
        String told = assertThrows(IllegalArgumentException.class, () -> state.begin(new double[1])).getMessage();
        assertTrue(
            told.contains("1 numbers; expected " + state.stateNames().size() + ": " + state.stateNames().get(0)), told);
        double[] endless = new double[state.stateNames().size()];
        endless[1] = Double.NaN;
        String why = assertThrows(IllegalArgumentException.class, () -> state.begin(endless)).getMessage();
        assertTrue(why.startsWith(state.stateNames().get(1) + " is NaN"), why);
    }

    @Test
    void shouldDrawTheCarOnItsHill() {
        Bench bench = new Bench("mountaincar");
        bench.state().begin(new double[] {-Math.PI / 6, 0.01});
        String[] lines = bench.environment.render().split("\n");
        assertEquals(10, lines.length);
        assertEquals(23, lines[7].indexOf('o'), "in the valley");
        assertEquals('F', lines[0].trim().charAt(0));
        assertEquals("step 0   position -0.524   velocity +0.0100", lines[9]);
    }

    @Test
    void shouldDrawTheLinksAsTheyHang() {
        Bench bench = new Bench("acrobot");
        bench.state().begin(new double[] {Math.PI / 2, Math.PI / 2, 0, 0});
        String[] lines = bench.environment.render().split("\n");
        assertEquals(20, lines.length);
        assertEquals('+', lines[9].charAt(22));
        assertEquals('o', lines[9].charAt(32), "the upper link points to the right");
        assertEquals('.', lines[5].charAt(32), "and the lower one up, to the line");
        assertEquals("step 0   height of the end +1.00 m (above the line: done)", lines[19]);
    }
}
