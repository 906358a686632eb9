package io.troupe.learner.inspection;

import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Port: asks the run's shards what they hold. Thread-safe; returns at once. The answer fails with a
 * {@link java.util.concurrent.TimeoutException} where the shard is silent.
 */
public interface ReplayQueries {
    /** @param storeId of the shard's files */
    record Shard(int nodeId, String name, long storeId) {
    }

    /** Those of the run at present. */
    List<Shard> shards();

    /** @param top how many of the windows with the highest priorities are told, 0 … 1,000 */
    CompletionStage<ReplayInspection> inspect(Shard shard, int top);

    CompletionStage<StepInspection> step(Shard shard, long key);
}
