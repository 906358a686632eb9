package io.troupe.learner.inspection;

import io.troupe.learner.cluster.CoordinatorHandle;
import io.troupe.proto.Directory;
import io.troupe.proto.InspectReplay;
import io.troupe.proto.InspectStep;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks through the coordinator, which knows the way to each node. */
public final class ShardQueries implements ReplayQueries {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final CoordinatorHandle coordinator;
    private volatile List<Shard> shards = List.of();

    public ShardQueries(CoordinatorHandle coordinator) {
        this.coordinator = coordinator;
    }

    public void onDirectory(Directory directory) {
        shards = directory.getNodesList().stream()
            .filter(node -> node.getRole() == NodeRole.REPLAY)
            .map(node -> new Shard(node.getNodeId(), node.getNodeName(), node.getStoreId()))
            .toList();
    }

    @Override
    public List<Shard> shards() {
        return shards;
    }

    @Override
    public CompletionStage<ReplayInspection> inspect(Shard shard, int top) {
        return coordinator.ask(shard.nodeId(),
            replyTo -> InspectReplay.newBuilder().setReplyTo(replyTo).setTop(top).build(),
            ReplayInspection.class, TIMEOUT);
    }

    @Override
    public CompletionStage<StepInspection> step(Shard shard, long key) {
        return coordinator.ask(shard.nodeId(),
            replyTo -> InspectStep.newBuilder().setReplyTo(replyTo).setKey(key).build(),
            StepInspection.class, TIMEOUT);
    }
}
