package io.troupe.integration;

import io.troupe.learner.membership.RunJournal;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.ShardStatus;

/** For coordinators of which only the answers count. */
final class Unheard implements RunJournal {
    @Override
    public void onDirectory(Directory directory) {
    }

    @Override
    public void onActorStatus(ActorStatus status) {
    }

    @Override
    public void onShardStatus(ShardStatus status) {
    }

    @Override
    public void onEvaluation(EvaluationResult result) {
    }

    @Override
    public void onGone(int nodeId) {
    }
}
