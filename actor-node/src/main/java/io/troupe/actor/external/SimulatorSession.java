package io.troupe.actor.external;

import io.troupe.proto.external.Decision;
import io.troupe.proto.external.Step;
import java.util.concurrent.CompletableFuture;

/** What is known of one simulator. Guarded by its {@link Simulators}. */
final class SimulatorSession {
    final String id;
    final String name;
    /** When it spoke last, or was given something to answer. */
    long heardNs;
    /** Sequence number of {@link #last}; 0: there is none. */
    long sequence;
    Step last;
    CompletableFuture<Decision> decision = CompletableFuture.completedFuture(null);
    /** Where its episode is played; null: there is none, or it waits for a seat. */
    Seat seat;
    /** The first observation of the episode that waits for a seat. */
    float[] first;
    /** Its episode was given up by those who ask for actions, which it does not know yet. */
    boolean isDismissed;

    SimulatorSession(String id, String name, long nowNs) {
        this.id = id;
        this.name = name;
        heardNs = nowNs;
    }

    /** Takes the next step, whose decision is still to come. */
    void accept(Step step) {
        sequence = step.getSequence();
        last = step;
        decision = new CompletableFuture<>();
    }

    void act(int action, long nowNs) {
        heardNs = nowNs;
        decision.complete(answer(Decision.State.ACT).setAction(action).build());
    }

    /** Its episode is over. */
    void over() {
        decision.complete(answer(Decision.State.OVER).build());
    }

    /** Its episode is given up: it hears so now where it waits for an action, and with its next step else. */
    void dismiss() {
        seat = null;
        if (decision.isDone()) {
            isDismissed = true;
        } else {
            over();
        }
    }

    /** That there is no decision yet. */
    Decision pending() {
        return answer(Decision.State.WAIT).build();
    }

    private Decision.Builder answer(Decision.State state) {
        return Decision.newBuilder().setSession(id).setSequence(sequence).setState(state);
    }
}
