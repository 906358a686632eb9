package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.learning.SampledBatch;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system on a maze in which a move into a wall is not legal, and fails the environment. */
class MaskedRunTest {
    private static final int SIZE = 7;
    private static final int PLANE = SIZE * SIZE;
    /** No way to the goal is longer than the 16 other free places. */
    private static final double GOOD = 1 - 0.01 * 17;
    private static final int[] MOVES = {-SIZE, 1, SIZE, -1};

    @TempDir
    Path folder;
    private DirectRun run;
    private int transitions;
    private int truncated;

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldSampleMasksThatAreTrueAndActionsThatAreLegalAlsoAfterAShardIsOpenedAgain() {
        run = new DirectRun(settings("actors.exploration.epsilon=1", "actors.exploration.alpha=0",
            "environment.options.max-episode-steps=6"), folder);
        run.run(30, this::check);
        run.leave(1);
        run.join(1);
        run.run(60, this::check);
        assertEquals(0, run.actorStatus().getEnvironmentErrors());
        assertTrue(transitions > 3_000 && truncated > 300, transitions + " transitions, cut: " + truncated);
    }

    @Test
    void shouldLearnTheWayOutByLegalMovesAlone() {
        run = new DirectRun(settings(), folder);
        double worst = 0;
        for (int learnerSteps = 200; learnerSteps <= 4_000 && worst < GOOD; learnerSteps += 200) {
            run.run(learnerSteps, this::check);
            worst = run.evaluate().minReturn();
        }
        assertTrue(worst >= GOOD, "the return of the worst start: " + worst);
        assertEquals(0, run.actorStatus().getEnvironmentErrors());
    }

    /** By the walls and the place that the observations show. */
    private void check(SampledBatch batch) {
        DirectBuffer actions = batch.column(run.window().columnOf(StepField.ACTION));
        for (int row = 0; row < batch.rows(); row++) {
            int action = actions.getInt(4 * row, ByteOrder.LITTLE_ENDIAN);
            assertTrue(ActionMask.allows(masks(batch, Anchor.START), row, action), "action " + action);
            checkMask(batch, row, Anchor.START);
            checkMask(batch, row, Anchor.END);
            truncated += batch.ends()[row] == BatchMessage.END_TRUNCATED ? 1 : 0;
            transitions++;
        }
    }

    private void checkMask(SampledBatch batch, int row, Anchor anchor) {
        DirectBuffer planes = batch.column(run.window().columnOf(StepField.observation(0), anchor));
        int first = 8 * row * batch.rowBytes(run.window().columnOf(StepField.observation(0), anchor));
        int place = 0;
        while (!bit(planes, first + 2 * PLANE + place)) {
            place++;
        }
        for (int action = 0; action < MOVES.length; action++) {
            assertEquals(!bit(planes, first + place + MOVES[action]),
                ActionMask.allows(masks(batch, anchor), row, action), "action " + action + " at " + place);
        }
    }

    private DirectBuffer masks(SampledBatch batch, Anchor anchor) {
        return batch.column(run.window().columnOf(StepField.ACTION_MASK, anchor));
    }

    private static boolean bit(DirectBuffer buffer, int index) {
        return (buffer.getByte(index >> 3) >> (index & 7) & 1) == 1;
    }

    private static TroupeSettings settings(String... assignments) {
        SettingsLoader loader = new SettingsLoader(Environments::preset).set("run.seed=4").set("environment.name=maze")
            .set("environment.options.size=" + SIZE).set("environment.options.starts=all")
            .set("environment.options.wrappers=action-mask")
            .set("network.encoder.kind=mlp").set("network.encoder.hidden-units=[64]");
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        return loader.load().settings();
    }
}
