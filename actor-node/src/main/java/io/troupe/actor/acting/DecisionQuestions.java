package io.troupe.actor.acting;

import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.network.AttentionReading;
import io.troupe.common.network.AttentionWatcher;
import io.troupe.common.network.QFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * What others want to know of the lanes' decisions: any thread asks, and the actor's answers with the lane's next
 * decision, one question in a duty cycle. While nobody asks, a cycle looks at an empty queue.
 */
final class DecisionQuestions implements AttentionWatcher {
    private static final int CAPACITY = 16;
    /** Who asks does not wait longer. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEVER = Long.MIN_VALUE;
    private static final int NO_ROW = -1;

    private static final class Question {
        private final long laneId;
        private final Consumer<LaneDecision> answer;
        private long heardNs = NEVER;

        Question(long laneId, Consumer<LaneDecision> answer) {
            this.laneId = laneId;
            this.answer = answer;
        }
    }

    private final ManyToOneConcurrentArrayQueue<Question> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private Question present;
    private int watchedRow = NO_ROW;
    private List<AttentionReading> attention;
    private int step;
    private String drawing;

    /** Any thread. Returns whether there was room for it. */
    boolean ask(long laneId, Consumer<LaneDecision> answer) {
        return queue.offer(new Question(laneId, answer));
    }

    /** Values the lanes that step in this cycle; {@link #onChosen} is to be called for each of them then. */
    void evaluate(QFunction qFunction, Lane[] stepping, int rows, float[] qValues, long nowNs) {
        watchedRow = queue.isEmpty() ? NO_ROW : choose(stepping, rows, nowNs);
        if (watchedRow == NO_ROW) {
            qFunction.evaluate(rows, qValues);
            return;
        }
        attention = List.of();
        step = stepping[watchedRow].episodeLength();
        drawing = stepping[watchedRow].drawing();
        qFunction.evaluate(rows, qValues, this);
    }

    /** The row that the next question is about; where its lane does not step now, it waits behind the others. */
    private int choose(Lane[] stepping, int rows, long nowNs) {
        present = queue.poll();
        for (int row = 0; row < rows; row++) {
            if (stepping[row].laneId() == present.laneId) {
                return row;
            }
        }
        present.heardNs = present.heardNs == NEVER ? nowNs : present.heardNs;
        if (nowNs - present.heardNs < PATIENCE_NS) {
            queue.offer(present);
        }
        return NO_ROW;
    }

    /** The lane of this row has chosen by these Q-values. */
    void onChosen(Lane lane, int row, float[] qValues, int actionCount, long weightsVersion) {
        if (row == watchedRow) {
            List<Float> values = new ArrayList<>(actionCount);
            for (int action = 0; action < actionCount; action++) {
                values.add(qValues[row * actionCount + action]);
            }
            present.answer.accept(new LaneDecision(lane.laneId(), weightsVersion, lane.epsilon(),
                new WatchedDecision(lane.episode(), step, lane.action(), values, drawing, attention)));
            present = null;
            watchedRow = NO_ROW;
        }
    }

    @Override
    public boolean isWatched(int row) {
        return row == watchedRow;
    }

    @Override
    public void onAttention(int row, List<AttentionReading> parts) {
        attention = parts;
    }
}
