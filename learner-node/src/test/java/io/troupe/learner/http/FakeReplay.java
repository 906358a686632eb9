package io.troupe.learner.http;

import io.troupe.learner.inspection.ReplayQueries;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Shards that tell what a test has put down for them, and are silent where it has not. */
final class FakeReplay implements ReplayQueries {
    final Map<Shard, ReplayInspection> told = new LinkedHashMap<>();
    final Map<Long, StepInspection> steps = new LinkedHashMap<>();

    @Override
    public List<Shard> shards() {
        return List.copyOf(told.keySet());
    }

    @Override
    public CompletionStage<ReplayInspection> inspect(Shard shard, int top) {
        ReplayInspection all = told.get(shard);
        return all == null ? silence() : CompletableFuture.completedFuture(all.toBuilder().clearTop()
            .addAllTop(all.getTopList().subList(0, Math.min(top, all.getTopCount()))).build());
    }

    @Override
    public CompletionStage<StepInspection> step(Shard shard, long key) {
        StepInspection step = steps.get(key);
        return step == null ? silence() : CompletableFuture.completedFuture(step);
    }

    private static <T> CompletionStage<T> silence() {
        return CompletableFuture.failedFuture(new TimeoutException("the test says so"));
    }
}
