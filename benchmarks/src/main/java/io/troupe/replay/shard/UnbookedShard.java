package io.troupe.replay.shard;

import io.troupe.common.schema.StepContent;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.defence.Defence;
import io.troupe.replay.defence.MassAccount;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityMass;
import io.troupe.replay.priority.PriorityTree;

/**
 * A {@link ReplayShard}'s insert without its ledger, by the same code: it checks the same content, copies into the same
 * log with the same checksums, takes the same priorities and completes the same windows; but every message is taken for
 * new and in order. No lane is looked up, no epoch and no number compared, nothing acknowledged. It is in the parts'
 * own package because nobody else can take a shard apart.
 */
public final class UnbookedShard implements AutoCloseable {
    private final StepLog log;
    private final StepIntake intake;
    private final Lane[] lanes;

    /** @param laneCount lanes 0 … laneCount − 1 */
    public UnbookedShard(ReplayShardSettings settings, int laneCount) {
        log = new StepLog(settings.folder(), settings.layout(), settings.capacitySteps(), settings.segmentSteps(),
            StateSpec.NONE, () -> 1);
        PriorityTree tree = new PriorityTree(log.capacity());
        PriorityMass mass = new PriorityMass(settings.priorityExponent(), tree.maxMass());
        LaneTable table = new LaneTable(log);
        WindowPriorities windows = new WindowPriorities(log, tree, mass, Defence.NONE);
        WindowGrid grid = new WindowGrid(settings.window());
        LaneSegments segments = new LaneSegments(log, table, windows, grid, settings.layout().stride(),
            settings.isForced(), new MassAccount[log.places()]);
        intake = new StepIntake(table, segments, grid, new WindowTracker(grid, segments, windows), windows,
            new StepContent(settings.layout()));
        lanes = new Lane[laneCount];
        for (int i = 0; i < laneCount; i++) {
            lanes[i] = table.getOrAdd(i);
        }
    }

    /** What a shard does with a message apart from its ledger. False where a record is impossible. */
    public boolean append(int laneIndex, StepsMessage steps) {
        if (!intake.isPossible(steps)) {
            return false;
        }
        intake.store(lanes[laneIndex], steps, 0);
        return true;
    }

    @Override
    public void close() {
        log.close();
    }
}
