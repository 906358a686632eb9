package io.troupe.learner.http;

import io.troupe.learner.inspection.LaneQueries;
import io.troupe.proto.AttentionInspection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Lanes that tell what a test has put down for them, and are silent where it has not. */
final class FakeLanes implements LaneQueries {
    final List<Lane> lanes = new ArrayList<>();
    final Map<Long, AttentionInspection> told = new HashMap<>();

    @Override
    public List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public CompletionStage<AttentionInspection> nextDecision(Lane lane) {
        return told.containsKey(lane.laneId()) ? CompletableFuture.completedFuture(told.get(lane.laneId()))
            : CompletableFuture.failedFuture(new TimeoutException("the test says so"));
    }
}
