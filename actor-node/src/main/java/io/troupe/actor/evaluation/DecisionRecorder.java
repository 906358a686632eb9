package io.troupe.actor.evaluation;

import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.network.AttentionReading;
import io.troupe.common.network.AttentionWatcher;
import io.troupe.common.network.QFunction;
import java.util.ArrayList;
import java.util.List;

/** Watches the first episodes of an evaluation while they are valued with the others, and logs what they decide. */
final class DecisionRecorder implements AttentionWatcher {
    private final DecisionLog log;
    private final EvaluationLane[] alive;
    private final float[] qValues;
    private final int actionCount;
    /** Of each row what is known of its decision before it is taken; null where it is not watched. */
    private final WatchedDecision[] undecided;

    /**
     * @param alive   by row, what is valued
     * @param qValues of all rows
     */
    DecisionRecorder(DecisionLog log, EvaluationLane[] alive, float[] qValues) {
        this.log = log;
        this.alive = alive;
        this.qValues = qValues;
        actionCount = qValues.length / alive.length;
        undecided = new WatchedDecision[alive.length];
    }

    void clear() {
        log.clear();
    }

    /** The episode begins again. */
    void restart(int episode) {
        log.restart(episode);
    }

    void evaluate(QFunction qFunction, int rows) {
        boolean isAnyWatched = false;
        for (int row = 0; row < rows; row++) {
            undecided[row] = null;
            isAnyWatched |= isWatched(row);
        }
        if (isAnyWatched) {
            qFunction.evaluate(rows, qValues, this);
        } else {
            qFunction.evaluate(rows, qValues);
        }
    }

    @Override
    public boolean isWatched(int row) {
        return log.wants(alive[row].episode());
    }

    @Override
    public void onAttention(int row, List<AttentionReading> parts) {
        EvaluationLane lane = alive[row];
        List<Float> values = new ArrayList<>(actionCount);
        for (int action = 0; action < actionCount; action++) {
            values.add(qValues[row * actionCount + action]);
        }
        undecided[row] = new WatchedDecision(lane.episode(), lane.episodeLength(), 0, values, drawing(lane), parts);
    }

    /** An environment that cannot be drawn is no reason to end its episode. */
    private static String drawing(EvaluationLane lane) {
        try {
            return lane.drawing();
        } catch (RuntimeException e) {
            return "";
        }
    }

    /** The lane of this row has chosen its action. */
    void onChosen(int row) {
        WatchedDecision decision = undecided[row];
        if (decision != null) {
            log.add(new WatchedDecision(decision.episode(), decision.step(), alive[row].action(), decision.qValues(),
                decision.drawing(), decision.attention()));
        }
    }

    AttentionRecord record() {
        return log.record();
    }
}
