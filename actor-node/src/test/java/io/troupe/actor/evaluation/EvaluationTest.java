package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.actor.acting.FakeQFunction;
import io.troupe.actor.acting.LateEnvironment;
import io.troupe.actor.environment.CartPole;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final StepLayout LAYOUT =
        new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    /** Pushes right while x + v + angle + w > 0: keeps the pole up for a while. */
    private static final float[] CONTROLLER = {-1, 1};

    private long nowNs;

    private static EvaluationSpec spec(int episodes, int lanes, double epsilon, EnvironmentFactory environments) {
        return new EvaluationSpec(LAYOUT, environments, episodes, lanes, epsilon, 5, 4);
    }

    private static QFunction controller(int rows) {
        FakeQFunction qFunction = new FakeQFunction(LAYOUT.schema(), rows);
        qFunction.load(FakeQFunction.weights(CONTROLLER));
        return qFunction;
    }

    private GreedyEvaluator evaluator(int episodes, int lanes, int rows) {
        return new GreedyEvaluator(
            spec(episodes, lanes, 0, random -> new CartPole(200, random)), controller(rows), () -> nowNs += 1000);
    }

    @Test
    void shouldGiveTheSameReturnsHoweverManyRunSideBySide() {
        EvaluationOutcome wide = evaluator(20, 100, 64).run(3, done -> { });
        assertEquals(wide.returns(), evaluator(20, 1, 64).run(3, done -> { }).returns());
        assertEquals(wide.returns(), evaluator(20, 100, 7).run(3, done -> { }).returns());
        assertNotEquals(wide.returns(), evaluator(20, 100, 64).run(4, done -> { }).returns(),
            "another evaluation has other seeds");
        assertTrue(wide.returns().stream().distinct().count() > 3, wide.toString());
    }

    @Test
    void shouldGiveTheSameReturnsWhenOutcomesComeLate() {
        List<Float> prompt = evaluator(20, 100, 64).run(3, done -> { }).returns();
        List<LateEnvironment> environments = new ArrayList<>();
        GreedyEvaluator late = new GreedyEvaluator(spec(20, 100, 0, random -> {
            environments.add(new LateEnvironment(new CartPole(200, random)));
            return environments.get(environments.size() - 1);
        }), controller(7), () -> nowNs += 1000);
        SplittableRandom random = new SplittableRandom(1);
        boolean isDone = false;
        late.begin(2);
        for (int round = 0; !isDone; round++) {
            environments.forEach(one -> one.isLetGo = random.nextInt(3) == 0);
            isDone = late.advance();
            if (round == 40) {
                // One that is given up in the middle of its episodes leaves nothing behind.
                late.begin(3);
            }
        }
        assertEquals(prompt, late.outcome().returns());
        late.begin(4);
        late.advance();
        environments.forEach(one -> one.isLetGo = false);
        late.advance();
        assertTrue(late.isWaiting());
    }

    @Test
    void shouldSayWhatItFound() {
        GreedyEvaluator evaluator = evaluator(10, 4, 64);
        EvaluationOutcome outcome = evaluator.run(1, done -> { });
        assertEquals(10, outcome.episodes());
        assertEquals(
            outcome.returns().stream().mapToDouble(value -> value).average().orElseThrow(), outcome.meanReturn());
        assertEquals(outcome.returns().stream().mapToDouble(value -> value).min().orElseThrow(), outcome.minReturn());
        assertEquals(outcome.returns().stream().mapToDouble(value -> value).max().orElseThrow(), outcome.maxReturn());
        assertEquals(outcome.meanReturn(), outcome.meanLength(), 1e-9, "CartPole's return is its length");
        assertEquals(1e-6, outcome.wallS(), 1e-12);
        assertEquals(outcome.returns(), evaluator.run(1, done -> { }).returns(), "it can be used again");
    }

    @Test
    void shouldTellHowManyEpisodesHaveEndedWheneverThereAreMore() {
        List<Integer> told = new ArrayList<>();
        evaluator(10, 1, 64).run(1, told::add);
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), told);

        told.clear();
        evaluator(10, 4, 64).run(1, told::add);
        int before = 0;
        for (int ended : told) {
            assertTrue(ended > before && ended <= before + 4, "no more can end at once than run side by side: " + told);
            before = ended;
        }
        assertEquals(10, before);
    }

    @Test
    void shouldTakeTheLowestActionOfEquals() {
        FakeQFunction ties = new FakeQFunction(LAYOUT.schema(), 1) {
            @Override
            public void evaluate(int rows, float[] qValues) {
                java.util.Arrays.fill(qValues, 1);
            }
        };
        List<Integer> actions = new ArrayList<>();
        new EpisodePlayer(LAYOUT, new CartPole(100, new SplittableRandom(1)), ties, 0, new SplittableRandom(1))
            .play(frame -> actions.add(frame.action()));
        actions.remove(actions.size() - 1);
        assertEquals(List.of(0), actions.stream().distinct().toList());
    }

    @Test
    void shouldPlayAnEpisodeAgainWhoseEnvironmentFailed() {
        EvaluationOutcome expected = evaluator(8, 4, 64).run(1, done -> { });
        int[] steps = {0};
        GreedyEvaluator evaluator = new GreedyEvaluator(spec(8, 4, 0,
            random -> new FailingCartPole(new CartPole(200, random), steps)), controller(64), () -> nowNs);
        assertEquals(expected.returns(), evaluator.run(1, done -> { }).returns());
        assertTrue(steps[0] > 400, "some failed: " + steps[0]);
    }

    @Test
    void shouldGiveUpWhereNoEpisodeEverEnds() {
        int[] steps = {389};
        GreedyEvaluator evaluator = new GreedyEvaluator(spec(8, 4, 0,
            random -> new FailingCartPole(new CartPole(200, random), steps) {
                @Override
                public void reset(Observation observation) {
                    super.reset(observation);
                    steps[0] = 389;
                }
            }), controller(64), () -> nowNs);
        assertEquals(ErrorCode.ENVIRONMENT,
            assertThrows(TroupeException.class, () -> evaluator.run(1, done -> { })).code());
    }

    @Test
    void shouldGiveUpWhenEnvironmentsFailAgainAndAgain() {
        GreedyEvaluator evaluator = new GreedyEvaluator(spec(8, 4, 0, random -> {
            throw new IllegalStateException("no simulator");
        }), controller(64), () -> nowNs);
        TroupeException fatal = assertThrows(TroupeException.class, () -> evaluator.run(1, done -> { }));
        assertEquals(ErrorCode.ENVIRONMENT, fatal.code());
        assertTrue(fatal.getMessage().contains("no simulator"), fatal.getMessage());
    }

    @Test
    void shouldShowEveryStateOfAnEpisode() {
        List<EpisodePlayer.Frame> frames = new ArrayList<>();
        EpisodePlayer player = new EpisodePlayer(LAYOUT, new CartPole(50, new SplittableRandom(1)), controller(1), 0,
            new SplittableRandom(1));
        EpisodePlayer.Frame last = player.play(frames::add);
        assertEquals(last.step() + 1, frames.size());
        assertEquals(last.episodeReturn(), last.step());
        assertTrue(last.isEnd());
        assertEquals(EpisodePlayer.NO_ACTION, last.action());
        assertEquals(2, frames.get(0).qValues().length);
        assertTrue(frames.get(1).drawing().contains("step 1 "), frames.get(1).drawing());
    }

    /** Fails at every 400th step of all copies together. */
    static class FailingCartPole implements Environment {
        private final CartPole cartPole;
        private final int[] steps;

        FailingCartPole(CartPole cartPole, int[] steps) {
            this.cartPole = cartPole;
            this.steps = steps;
        }

        @Override
        public void reset(Observation observation) {
            cartPole.reset(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            if (++steps[0] % 400 == 0) {
                throw new IllegalStateException("failed on purpose");
            }
            cartPole.step(action, outcome);
        }
    }
}
