package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.ShardStatus;
import java.util.List;

/** What nodes report, as snapshots tell it. */
final class StatusNumbers {
    private StatusNumbers() {
    }

    /** @param sequence counts the run's evaluations */
    static RunSnapshot.Evaluation evaluation(long sequence, EvaluationResult result, double timeS,
                                             List<PartEntropy> entropies) {
        return new RunSnapshot.Evaluation(sequence, result.getWeightsVersion(), result.getLearnerStep(),
            result.getEpisodes(), result.getMeanReturn(), result.getMinReturn(), result.getMaxReturn(),
            result.getMeanLength(), timeS, result.getFirstQ(), result.getDiscountedReturn(), entropies);
    }

    static RunSnapshot.Shard shard(String name, ShardStatus shard) {
        return new RunSnapshot.Shard(shard.getNodeId(), name, shard.getSizeSteps(),
            shard.getCapacitySteps(), shard.getSamplableWindows(), shard.getPriorityMass(), shard.getStoredSteps(),
            shard.getEvictedSteps(), shard.getSampledRows(), shard.getUpdatedPriorities(), shard.getLateUpdates(),
            shard.getRefusedPriorities(), shard.getMalformedMessages(), shard.getDuplicateRecords(),
            shard.getIsLimited(), shard.getIsDraining(), shard.getRefusedLanes(), shard.getClippedPriorities(),
            shard.getBoundedMasses(),
            new RunSnapshot.Damage(shard.getTornRecords(), shard.getTornSegments(), shard.getTornStates(),
                shard.getDroppedStates(), shard.getHasDroppedStates()),
            new TimeSpent(shard.getWorkingNs(), shard.getWaitingForInsertsNs(), shard.getWaitingForSamplesNs(),
                shard.getLimitedNs()));
    }
}
