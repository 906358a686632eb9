package io.troupe.actor.acting;

/**
 * The first priorities of one lane's windows: |n-step TD error| from the Q-values that the actor has computed anyway
 * (Horgan et al. 2018):
 *
 * <pre>
 *   δ_t = r_{t+1} + γ r_{t+2} + … + γ^{k−1} r_{t+k} + γ^k max_a Q(s_{t+k}, a) − Q(s_t, a_t)
 * </pre>
 *
 * k = n, or fewer where the episode ends before: then without the bootstrap after a termination, with the one of the
 * final observation after a truncation. Q(s_t, ·) and Q(s_{t+k}, ·) are of the weights of their time. Allocates
 * nothing.
 */
final class FirstPriorities {
    /** Is told each priority, in the order of the windows. */
    interface Sink {
        /**
         * @param startRecord      the window's first record
         * @param completingRecord the record whose arrival completes it
         */
        void onPriority(long startRecord, long completingRecord, float priority);

        /** An episode begins with this record. */
        default void beginEpisode(long record) {
        }

        /** All priorities of the episode have been told; it ended with this record. */
        default void endEpisode(long lastRecord) {
        }
    }

    private final int nStep;
    private final double[] discounts;
    private final double[] chosenQ;
    private final double[] rewards;
    private final Sink sink;
    private long oldest;
    private long next;

    FirstPriorities(int nStep, double discount, Sink sink) {
        this.nStep = nStep;
        this.sink = sink;
        discounts = new double[nStep + 1];
        discounts[0] = 1;
        for (int i = 1; i <= nStep; i++) {
            discounts[i] = discounts[i - 1] * discount;
        }
        chosenQ = new double[nStep];
        rewards = new double[nStep];
    }

    /** An episode begins with this record. */
    void beginEpisode(long record) {
        oldest = record;
        next = record;
        sink.beginEpisode(record);
    }

    /** max_a Q of the observation of the record that comes next: completes the window that began n records before. */
    void onMaxQ(double maxQ) {
        if (next - oldest == nStep) {
            complete(next, maxQ);
        }
    }

    /** The next record is a step with this Q(s_t, a_t) and r_{t+1}. */
    void onStep(double q, double reward) {
        int at = (int) (next % nStep);
        chosenQ[at] = q;
        rewards[at] = reward;
        next++;
    }

    /** The last step terminated the episode. */
    void onTerminated() {
        while (oldest < next) {
            complete(next - 1, 0);
        }
        sink.endEpisode(next - 1);
    }

    /** The last step was cut; the closing record that follows it has this max_a Q. */
    void onTruncated(double maxQ) {
        while (oldest < next) {
            complete(next, maxQ);
        }
        sink.endEpisode(next);
        next++;
    }

    private void complete(long completingRecord, double bootstrap) {
        double target = 0;
        int length = 0;
        for (long record = oldest; record < next; record++) {
            target += discounts[length++] * rewards[(int) (record % nStep)];
        }
        target += discounts[length] * bootstrap;
        double tdError = target - chosenQ[(int) (oldest % nStep)];
        sink.onPriority(oldest++, completingRecord, (float) Math.abs(tdError));
    }
}
