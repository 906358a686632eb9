package io.troupe.actor.evaluation;

import io.troupe.actor.acting.ObservationRows;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.network.AttentionReading;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.ActionMask;
import io.troupe.common.schema.StepLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/** Plays episodes for somebody who watches: every state is handed over as text, with what the policy thinks of it. */
public final class EpisodePlayer {
    /** The action of the frame after the last step. */
    public static final int NO_ACTION = -1;

    /**
     * A state, before the action that is taken in it; the last frame of an episode has none.
     *
     * @param step          steps taken so far
     * @param drawing       {@link Environment#render()}
     * @param qValues       one for each action; empty in the last frame, and where nothing values actions
     * @param episodeReturn rewards so far
     * @param attention     what the network looked at; empty where it does not attend, and in the last frame
     */
    public record Frame(int step, String drawing, float[] qValues, int action, double episodeReturn,
                        boolean isTerminated, boolean isTruncated, List<AttentionReading> attention) {
        public Frame {
            qValues = qValues.clone();
            attention = List.copyOf(attention);
        }

        @Override
        public float[] qValues() {
            return qValues.clone();
        }

        /** As it looks where what acts does not go by values. */
        public Frame withoutValues() {
            return new Frame(step, drawing, new float[0], action, episodeReturn, isTerminated, isTruncated, attention);
        }

        public boolean isEnd() {
            return isTerminated || isTruncated;
        }
    }

    private final Environment environment;
    private final QFunction qFunction;
    private final double epsilon;
    private final RandomGenerator random;
    private final int actionCount;
    private final ObservationRows rows;
    private final ActionMask mask;
    private final UnsafeBuffer record;
    private final StepOutcome outcome;
    private final LatestAttention attention = new LatestAttention();

    /** @param random for the random actions; environment and network stay the caller's */
    public EpisodePlayer(StepLayout layout, Environment environment, QFunction qFunction, double epsilon,
                         RandomGenerator random) {
        this.environment = environment;
        this.qFunction = qFunction;
        this.epsilon = epsilon;
        this.random = random;
        actionCount = layout.schema().actionCount();
        rows = new ObservationRows(layout);
        mask = new ActionMask(layout);
        record = new UnsafeBuffer(new byte[layout.stride()]);
        outcome = new StepOutcome(layout);
        outcome.observation().wrap(record, 0);
    }

    /** Plays one episode to its end and returns its last frame. */
    public Frame play(Consumer<Frame> screen) {
        float[] qValues = new float[qFunction.maxRows() * actionCount];
        environment.reset(outcome.clear().observation());
        double episodeReturn = 0;
        int step = 0;
        int previousAction = QFunction.NO_ACTION;
        while (!outcome.isEnd()) {
            mask.check(record, 0);
            rows.copy(record, 0, qFunction, 0);
            qFunction.show(0, 0, previousAction, outcome.reward());
            qFunction.evaluate(1, qValues, attention);
            int action = random.nextDouble() < epsilon ? mask.random(random, record, 0)
                : mask.greedy(qValues, 0, record, 0);
            screen.accept(new Frame(step, environment.render(), Arrays.copyOf(qValues, actionCount), action,
                episodeReturn, false, false, attention.parts()));
            environment.step(action, outcome.clear());
            episodeReturn += outcome.reward();
            previousAction = action;
            step++;
        }
        Frame last = new Frame(step, environment.render(), new float[0], NO_ACTION, episodeReturn,
            outcome.isTerminated(), outcome.isTruncated(), List.of());
        screen.accept(last);
        return last;
    }
}
