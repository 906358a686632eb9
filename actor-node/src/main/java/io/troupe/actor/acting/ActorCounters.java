package io.troupe.actor.acting;

import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** An actor's numbers: written by its thread, read by any other without locks. */
final class ActorCounters {
    private final List<LaneSpec> lanes;
    private final AtomicLongArray producedRecords;
    private final AtomicLongArray producedSteps;
    private final AtomicLongArray acknowledgedRecords;
    private final AtomicLong weightsVersion = new AtomicLong();
    private final AtomicLong resentRecords = new AtomicLong();
    private final AtomicLong skippedPriorities = new AtomicLong();
    private final AtomicLong environmentErrors = new AtomicLong();
    private final AtomicLong blockedNs = new AtomicLong();
    private final AtomicLong versionsBehind = new AtomicLong();
    private final AtomicLong staleSteps = new AtomicLong();
    private final AtomicLong staleNs = new AtomicLong();

    ActorCounters(List<LaneSpec> lanes) {
        this.lanes = lanes;
        producedRecords = new AtomicLongArray(lanes.size());
        producedSteps = new AtomicLongArray(lanes.size());
        acknowledgedRecords = new AtomicLongArray(lanes.size());
    }

    void weightsVersion(long version) {
        weightsVersion.setRelease(version);
    }

    void blocked(long laneNs) {
        blockedNs.setRelease(blockedNs.getPlain() + laneNs);
    }

    void versionsBehind(long versions) {
        versionsBehind.setRelease(versions);
    }

    void waitedForWeights(long ns) {
        staleNs.setRelease(staleNs.getPlain() + ns);
    }

    /** Takes over the numbers of all lanes. */
    void update(Lane[] from, LaneWriter[] writers) {
        long resent = 0;
        long skipped = 0;
        long errors = 0;
        long stale = 0;
        for (int i = 0; i < from.length; i++) {
            // Read in the opposite order, so that a reader never sees more acknowledged than produced.
            producedRecords.setRelease(i, writers[i].produced());
            producedSteps.setRelease(i, from[i].steps());
            acknowledgedRecords.setRelease(i, writers[i].acknowledged());
            resent += writers[i].resentRecords();
            skipped += writers[i].skippedPriorities();
            errors += from[i].environmentErrors();
            stale += from[i].staleSteps();
        }
        resentRecords.setRelease(resent);
        skippedPriorities.setRelease(skipped);
        environmentErrors.setRelease(errors);
        staleSteps.setRelease(stale);
    }

    ActorReport report(ActorTime time, boolean isDrained) {
        List<ActorReport.Lane> reports = new ArrayList<>(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            LaneSpec lane = lanes.get(i);
            long acknowledged = acknowledgedRecords.getAcquire(i);
            long steps = producedSteps.getAcquire(i);
            reports.add(new ActorReport.Lane(
                lane.laneId(), producedRecords.getAcquire(i), steps, acknowledged, (float) lane.epsilon()));
        }
        return new ActorReport(reports, weightsVersion.getAcquire(), resentRecords.getAcquire(),
            skippedPriorities.getAcquire(), environmentErrors.getAcquire(), blockedNs.getAcquire(),
            new ActorStaleness(versionsBehind.getAcquire(), staleSteps.getAcquire(), staleNs.getAcquire()), time, isDrained);
    }
}
