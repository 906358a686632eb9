package io.troupe.learner.inspection;

import io.troupe.proto.AttentionInspection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: asks the run's actors what they decide. Thread-safe; returns at once. */
public interface LaneQueries {
    /**
     * @param actor   the name of its node
     * @param epsilon share of random actions
     */
    record Lane(long laneId, int nodeId, String actor, double epsilon) {
    }

    /** Those that act at present. */
    List<Lane> lanes();

    /**
     * The lane's next decision. Fails with a {@link java.util.concurrent.TimeoutException} where it does not step, as
     * while the run is paused, or its actor is silent.
     */
    CompletionStage<AttentionInspection> nextDecision(Lane lane);
}
