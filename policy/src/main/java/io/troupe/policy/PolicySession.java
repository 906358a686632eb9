package io.troupe.policy;

/**
 * What a network with a memory remembers of one episode after the other. Made by {@link Policy#session}; used by one
 * thread at a time, beside others with sessions of their own. Closing gives its place back.
 */
public final class PolicySession implements AutoCloseable {
    private final Policy policy;
    final int lane;
    boolean isEpisodeStart = true;
    boolean isClosed;
    /** The batch that it is in at present, and only that. */
    PolicyBatch batch;

    PolicySession(Policy policy, int lane) {
        this.policy = policy;
        this.lane = lane;
    }

    /** What comes next is an episode's first observation. */
    public void reset() {
        synchronized (policy) {
            isEpisodeStart = true;
        }
    }

    /** As {@link Policy#act(float[])}, of the next observation of this session's episode. */
    public PolicyAnswer act(float[] observation) {
        return policy.actOnce(this, observation, null, 0);
    }

    /** As {@link Policy#act(float[], boolean[], double)}, of the next observation of this session's episode. */
    public PolicyAnswer act(float[] observation, boolean[] mask, double epsilon) {
        return policy.actOnce(this, observation, mask, epsilon);
    }

    boolean belongsTo(Policy other) {
        return policy == other;
    }

    @Override
    public void close() {
        policy.end(this);
    }
}
