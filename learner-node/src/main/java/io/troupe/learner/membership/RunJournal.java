package io.troupe.learner.membership;

import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.ShardStatus;

/** What the coordinator hears. One call at a time, on the coordinator's thread. */
public interface RunJournal {
    void onDirectory(Directory directory);

    void onActorStatus(ActorStatus status);

    void onShardStatus(ShardStatus status);

    void onEvaluation(EvaluationResult result);

    /** The node left or died. */
    void onGone(int nodeId);
}
