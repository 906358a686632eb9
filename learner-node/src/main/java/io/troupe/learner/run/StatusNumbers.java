package io.troupe.learner.run;

import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.agent.TimeSpent;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.metrics.ProcessReports;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.EvaluationResult;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ProcessReport;
import io.troupe.proto.ShardStatus;
import java.util.List;
import java.util.Locale;

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

    /**
     * @param silentS  since it has reported; NaN where it does not
     * @param silentAt seconds after which it is taken for unreachable
     * @param report   of its process, or null where it has told none
     * @param own      of the learner's process
     */
    static RunSnapshot.Node node(DirectoryEntry node, double silentS, double silentAt, int starts, ProcessReport report,
                                 ProcessNumbers own) {
        boolean isLearner = node.getRole() == NodeRole.LEARNER;
        boolean isShared = !isLearner && report != null && ProcessReports.isOfThisProcess(report);
        ProcessNumbers told = report == null ? null : ProcessReports.numbers(report);
        return new RunSnapshot.Node(node.getNodeId(), node.getNodeName(), node.getRole().name().toLowerCase(Locale.ROOT),
            node.getEndpoint().getHost() + ":" + node.getEndpoint().getPort(), !(silentS > silentAt), silentS, starts,
            isShared, isLearner ? own : isShared ? told.streamsOnly() : told);
    }

    static ActorStaleness staleness(ActorStatus actor) {
        return new ActorStaleness(actor.getVersionsBehind(), actor.getStaleSteps(), actor.getStaleNs());
    }

    static ActorTime time(ActorStatus actor) {
        return new ActorTime(actor.getNetworkNs(), actor.getEnvironmentsNs(), actor.getSendingNs(),
            actor.getWaitingNs());
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
