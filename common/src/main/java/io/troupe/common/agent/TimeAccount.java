package io.troupe.common.agent;

/**
 * Where a duty's time goes. The time from one cycle's beginning to the next one's, the idling between them included,
 * counts as what the earlier cycle was. For the duty's thread; allocates nothing but what it {@link #spent tells}.
 */
public final class TimeAccount {
    public enum State {
        /** It did something. */
        WORKING,
        /** It could go on if steps came. */
        WAITING_FOR_INSERTS,
        /** It could go on if rows came, or were asked for. */
        WAITING_FOR_SAMPLES,
        /** The rate limiter holds it back. */
        LIMITED,
        /** It has been told to do nothing: not counted. */
        PAUSED
    }

    private final long[] spentNs = new long[State.values().length];
    private State state = State.PAUSED;
    private long cycleNs;

    /** A cycle begins. */
    public void begin(long nowNs) {
        spentNs[state.ordinal()] += nowNs - cycleNs;
        cycleNs = nowNs;
    }

    /** What the cycle that runs turned out to be. */
    public void is(State newState) {
        state = newState;
    }

    /** Up to the beginning of the cycle that runs. */
    public TimeSpent spent() {
        return new TimeSpent(spentNs[State.WORKING.ordinal()], spentNs[State.WAITING_FOR_INSERTS.ordinal()],
            spentNs[State.WAITING_FOR_SAMPLES.ordinal()], spentNs[State.LIMITED.ordinal()]);
    }
}
