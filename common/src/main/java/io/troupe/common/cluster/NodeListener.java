package io.troupe.common.cluster;

import io.troupe.proto.Directory;
import io.troupe.proto.InspectAttention;
import io.troupe.proto.InspectReplay;
import io.troupe.proto.InspectStep;
import io.troupe.proto.LaneMoved;
import io.troupe.proto.Refused;
import io.troupe.proto.RequestEvaluation;
import io.troupe.proto.StopPhase;
import io.troupe.proto.Welcome;

/**
 * What a node hears from the coordinator. Called on an Akka thread, one call at a time: hand over, do not work here.
 */
public interface NodeListener {
    /** Accepted: the node now knows the run. Once in a node's life. */
    void onWelcome(Welcome welcome);

    /** Not accepted: the node must end with this. */
    default void onRefused(Refused refused) {
        onFailure(Refusals.toException(refused));
    }

    /** Who is there now; also once directly after the welcome. */
    void onDirectory(Directory directory);

    void onPaused(boolean isPaused);

    void onStop(StopPhase phase, String reason);

    /** The node must end with this: it was refused, one of these calls threw it, or the run is gone. */
    void onFailure(RuntimeException failure);

    /** Only for shards: a lane has left these files for another shard, from this record on. */
    default void onLaneMoved(LaneMoved moved) {
    }

    /** Only for shards: answered through {@link Membership#reply}. */
    default void onInspectReplay(InspectReplay question) {
    }

    /** Only for shards: answered through {@link Membership#reply}. */
    default void onInspectStep(InspectStep question) {
    }

    /** Only for actors: answered through {@link Membership#reply}. */
    default void onInspectAttention(InspectAttention question) {
    }

    /** Only for actors. */
    default void onEvaluator(boolean isEvaluator) {
    }

    /** Only for the evaluating actor. */
    default void onEvaluationRequest(RequestEvaluation request) {
    }
}
