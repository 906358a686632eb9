package io.troupe.actor.cluster;

import io.troupe.actor.acting.Actor;
import io.troupe.actor.acting.ActorReport;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.FinishedEpisode;
import io.troupe.proto.LaneStatus;

/** An actor's report as the coordinator takes it. Each episode is told once. Used by one thread. */
public final class ActorStatuses {
    private final int nodeId;
    private final Actor actor;
    private long episodesTold;

    public ActorStatuses(int nodeId, Actor actor) {
        this.nodeId = nodeId;
        this.actor = actor;
    }

    public ActorStatus next() {
        ActorReport report = actor.report();
        ActorStatus.Builder status = ActorStatus.newBuilder()
            .setNodeId(nodeId)
            .setWeightsVersion(report.weightsVersion())
            .setResentRecords(report.resentRecords())
            .setEnvironmentErrors(report.environmentErrors())
            .setBlockedNs(report.blockedNs())
            .setVersionsBehind(report.staleness().versionsBehind())
            .setStaleSteps(report.staleness().markedSteps())
            .setStaleNs(report.staleness().waitedNs())
            .setNetworkNs(report.time().networkNs())
            .setEnvironmentsNs(report.time().environmentsNs())
            .setSendingNs(report.time().sendingNs())
            .setWaitingNs(report.time().waitingNs())
            .setIsDrained(report.isDrained());
        for (ActorReport.Lane lane : report.lanes()) {
            status.addLanes(LaneStatus.newBuilder()
                .setLaneId(lane.laneId())
                .setProducedRecords(lane.producedRecords())
                .setProducedSteps(lane.producedSteps())
                .setAcknowledgedRecords(lane.acknowledgedRecords())
                .setEpsilon(lane.epsilon()));
        }
        episodesTold = actor.episodes().read(episodesTold, (laneId, episodeReturn, length, epsilon) ->
            status.addEpisodes(FinishedEpisode.newBuilder()
                .setLaneId(laneId).setEpisodeReturn(episodeReturn).setLength(length).setEpsilon(epsilon)));
        return status.build();
    }
}
