package io.troupe.actor.evaluation;

import io.troupe.actor.acting.EnvironmentFactory;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import io.troupe.common.network.QFunction;
import io.troupe.common.numeric.SplitMix64;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Whether a network decides by what it attends to: plays greedy episodes, and values each decision again with its top
 * attended step hidden, and with another one hidden that is drawn at random. Attention is faithful as far as the first
 * changes Q more than the second (leave-one-out erasure, Li et al. 2016; against a random position, Serrano and Smith
 * 2019).
 *
 * <p>The top attended step is the one with the largest weight, in the mean over the parts that look at steps of the
 * mean over each one's heads; the present step counts as the others do. The other one is any of the steps but that.
 * The top attended step of each part alone is hidden too, so that parts can be compared. Used by one thread.
 */
public final class AttentionStudy {
    /** Fewer steps leave no choice of which to hide. */
    static final int MIN_STEPS = 3;

    private final EvaluationLane lane;
    private final QFunction qFunction;
    private final int actionCount;
    private final float[] qValues;
    private final float[] hiddenQ;
    private final long seed;
    private final SplittableRandom random;
    private final LatestAttention attention = new LatestAttention();
    private final StudySums sums;

    /**
     * @param qFunction with room for two rows and one for each part that attends; it stays the caller's
     * @param seed      of the episodes, and of the random steps
     * @param topStep   of an episode's last decisions it is counted how often this step of the episode is their top one
     */
    public AttentionStudy(StepLayout layout, EnvironmentFactory environments, QFunction qFunction, double epsilon,
                          long seed, int topStep) {
        this.qFunction = qFunction;
        // The episodes of `troupe eval`, which are not those that chose the checkpoint.
        this.seed = SplitMix64.seedOf(seed, Long.MAX_VALUE);
        lane = new EvaluationLane(0, layout, environments, epsilon, 1);
        actionCount = layout.schema().actionCount();
        qValues = new float[qFunction.maxRows() * actionCount];
        hiddenQ = new float[qFunction.maxRows() * actionCount];
        random = new SplittableRandom(seed);
        sums = new StudySums(topStep);
    }

    /**
     * @param progress hears how many episodes have ended
     * @throws TroupeException CONFIGURATION where the network attends to no steps
     */
    public StudyResult run(int episodes, IntConsumer progress) {
        try {
            for (int episode = 0; episode < episodes; episode++) {
                lane.take(episode, SplitMix64.seedOf(seed, episode));
                play();
                lane.abandon();
                progress.accept(episode + 1);
            }
        } finally {
            lane.close();
        }
        return sums.result(episodes);
    }

    private void play() {
        boolean isEnd = false;
        while (!isEnd) {
            while (!lane.canStep()) {
                // A reset that is computed elsewhere takes two rounds.
                continue;
            }
            lane.observe(qFunction, 0);
            qFunction.evaluate(1, qValues, attention);
            List<AttentionReading> parts =
                attention.parts().stream().filter(part -> part.over() == Over.STEPS).toList();
            if (parts.isEmpty()) {
                throw nothingToStudy();
            }
            int step = lane.episodeLength();
            sums.watched(parts);
            compare(parts);
            lane.choose(qValues, 0);
            isEnd = lane.step();
            if (isEnd) {
                sums.lastDecision(parts, step);
            }
        }
        sums.episode(lane.episodeReturn());
    }

    private void compare(List<AttentionReading> parts) {
        double[] mean = AttentionReading.meanOverSteps(parts);
        if (mean.length < MIN_STEPS) {
            return;
        }
        int top = AttentionReading.largest(mean);
        int[] hidden = new int[2 + parts.size()];
        hidden[0] = top;
        hidden[1] = (top + 1 + random.nextInt(mean.length - 1)) % mean.length;
        for (int part = 0; part < parts.size(); part++) {
            hidden[2 + part] = AttentionReading.largest(parts.get(part).meanOfHeads());
        }
        if (!qFunction.evaluateHiding(0, hidden, hiddenQ)) {
            throw nothingToStudy();
        }
        sums.decision(top == mean.length - 1);
        for (int i = 0; i < hidden.length; i++) {
            double difference = 0;
            for (int action = 0; action < actionCount; action++) {
                difference += Math.abs(hiddenQ[i * actionCount + action] - qValues[action]) / actionCount;
            }
            sums.hid(i, difference, lane.greedyAction(hiddenQ, i) != lane.greedyAction(qValues, 0));
        }
    }

    private static TroupeException nothingToStudy() {
        return new TroupeException(ErrorCode.CONFIGURATION, "this network does not attend to steps, so there is none to"
            + " hide; expected one whose attention looks at the last steps, such as network.memory.kind = transformer");
    }
}
