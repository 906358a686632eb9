package io.troupe.policy.serving;

/** Hears what a {@link MicroBatcher} does. Called from its threads. */
public interface BatchStatistics {
    BatchStatistics NONE = new BatchStatistics() {
        @Override
        public void onBatch(int rows, long nanos) {
        }

        @Override
        public void onFallback() {
        }
    };

    /** A forward pass of so many rows took so long. */
    void onBatch(int rows, long nanos);

    /** A request was not answered in time. */
    void onFallback();
}
