package io.troupe.learner.inspection;

import io.troupe.learner.cluster.CoordinatorHandle;
import io.troupe.proto.AttentionInspection;
import io.troupe.proto.InspectAttention;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks through the coordinator, which knows the way to each node. */
public final class ActorQueries implements LaneQueries {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final CoordinatorHandle coordinator;
    private final Supplier<List<Lane>> lanes;

    /** @param lanes those that act at present; thread-safe */
    public ActorQueries(CoordinatorHandle coordinator, Supplier<List<Lane>> lanes) {
        this.coordinator = coordinator;
        this.lanes = lanes;
    }

    @Override
    public List<Lane> lanes() {
        return lanes.get();
    }

    @Override
    public CompletionStage<AttentionInspection> nextDecision(Lane lane) {
        return coordinator.ask(lane.nodeId(),
            replyTo -> InspectAttention.newBuilder().setReplyTo(replyTo).setLaneId(lane.laneId()).build(),
            AttentionInspection.class, TIMEOUT);
    }
}
