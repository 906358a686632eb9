package io.troupe.actor.external;

import io.troupe.common.environment.AwaitedEnvironment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;

/**
 * The environment of one lane: a place where a simulator plays one episode after the other, each time perhaps another
 * simulator. The lane's thread calls what {@link AwaitedEnvironment} has, any other the rest, all under the lock of the
 * {@link Simulators}.
 *
 * <pre>
 *   IDLE ─giveReset─► FREE ─begin─► BEGUN ─takeReset─► CHOOSING ─giveAction─► ACTING ─bring─► BROUGHT
 *   BROUGHT ─takeStep─► CHOOSING, or IDLE after an end
 * </pre>
 */
final class Seat implements AwaitedEnvironment {
    private enum Phase { IDLE, FREE, BEGUN, CHOOSING, ACTING, BROUGHT, CLOSED }

    private final Simulators simulators;
    private final ObservationReader reader;
    private Phase phase = Phase.IDLE;
    private SimulatorSession session;
    /** The newest observation. */
    private float[] values;
    private float reward;
    private boolean isTerminated;
    private boolean isTruncated;
    private volatile boolean isReady;

    Seat(Simulators simulators, ObservationReader reader) {
        this.simulators = simulators;
        this.reader = reader;
    }

    @Override
    public boolean isReady() {
        return isReady;
    }

    @Override
    public void giveReset() {
        synchronized (simulators) {
            dismiss();
            isReady = false;
            phase = Phase.FREE;
            simulators.offer(this);
        }
    }

    /** A simulator's episode begins here. */
    void begin(SimulatorSession newSession, float[] first) {
        session = newSession;
        session.seat = this;
        values = first;
        ready(Phase.BEGUN);
    }

    @Override
    public void takeReset(Observation observation) {
        synchronized (simulators) {
            await();
            reader.write(values, observation);
            isReady = false;
            phase = Phase.CHOOSING;
        }
    }

    @Override
    public void giveAction(int action) {
        synchronized (simulators) {
            if (session == null) {
                cut();
            } else {
                phase = Phase.ACTING;
                session.act(action, simulators.nowNs());
            }
        }
    }

    /** What the action brought. With an end, the simulator leaves the seat. */
    void bring(float newReward, float[] newValues, boolean isNowTerminated, boolean isNowTruncated) {
        reward = newReward;
        values = newValues;
        isTerminated = isNowTerminated;
        isTruncated = isNowTruncated;
        if (isTerminated || isTruncated) {
            release();
        }
        ready(Phase.BROUGHT);
    }

    @Override
    public void takeStep(StepOutcome outcome) {
        synchronized (simulators) {
            await();
            reader.write(values, outcome.observation());
            outcome.reward(reward).terminated(isTerminated).truncated(isTruncated);
            isReady = false;
            phase = outcome.isEnd() ? Phase.IDLE : Phase.CHOOSING;
        }
    }

    /** The simulator has gone in the middle of its episode, which ends as cut: at once, or when it has an action. */
    void abandon() {
        release();
        if (phase == Phase.ACTING) {
            cut();
        } else if (phase == Phase.BROUGHT) {
            isTruncated = true;
        }
    }

    /** What the last action brought nobody knows: as if nothing had come of it. */
    private void cut() {
        bring(0, values, false, true);
    }

    private void release() {
        if (session != null) {
            session.seat = null;
            session = null;
        }
    }

    private void dismiss() {
        if (session != null) {
            session.dismiss();
            session = null;
        }
        simulators.withdraw(this);
    }

    private void ready(Phase next) {
        phase = next;
        isReady = true;
        simulators.notifyAll();
    }

    private void await() {
        while (!isReady) {
            if (phase == Phase.CLOSED) {
                throw new IllegalStateException("the seat is closed");
            }
            try {
                simulators.wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a simulator was waited for", e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (simulators) {
            if (phase != Phase.CLOSED) {
                dismiss();
                isReady = false;
                phase = Phase.CLOSED;
                simulators.notifyAll();
            }
        }
        simulators.closed(this);
    }
}
