package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.troupe.common.agent.TimeSpent;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.status.BatchMeans;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.PolicyLag;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import io.troupe.learner.tensorboard.WeightHistograms;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.Directory;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.LaneStatus;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ShardStatus;
import io.troupe.proto.StoredLane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the coordinator hears and what the learner says reach the supervisor by two ways, and in any order. */
class RunSupervisorTest {
    private static final int SHARD = 7;
    private static final int ACTOR = 8;
    private static final int STEPS = 10;

    @TempDir
    private Path temporary;
    /** Runs while the numbers are gathered, after the learner's were read. */
    private Runnable meanwhile = () -> { };
    private final List<RunSnapshot> shown = new ArrayList<>();
    private RunMonitor monitor;
    private RunSupervisor supervisor;

    @Test
    void shouldShowAReplayThatIsBackOnlyWithAllThatItHolds() {
        make(2);
        joined();
        monitor.onShardStatus(shardThatHolds(STEPS));
        meanwhile = () -> {
            monitor.onLearner(learnerThatKnowsOf(STEPS));
            supervisor.requestStop(RunSummary.INTERRUPTED);
        };
        supervisor.run();
        assertFalse(shown.isEmpty());
        assertEquals(STEPS, shown.get(0).replaySize(), () -> shown.get(0).toString());
    }

    @Test
    void shouldCountInTheSummaryWhatTheLearnerHearsOfAfterTheCoordinator() {
        make(1);
        joined();
        monitor.onLearner(learnerThatKnowsOf(STEPS - 3));
        monitor.onShardStatus(shardThatHolds(STEPS));
        int[] looks = {0};
        meanwhile = () -> {
            if (++looks[0] == 12) {
                monitor.onLearner(learnerThatKnowsOf(STEPS));
            }
        };
        supervisor.requestStop(RunSummary.INTERRUPTED);
        RunSummary summary = supervisor.run();
        assertEquals(STEPS, summary.ledger().stored());
        assertEquals(STEPS, summary.envSteps());
    }

    private void make(int starts) {
        MonitoredRun run = MonitoredRun.in(temporary, starts, () -> {
            meanwhile.run();
            return ProcessNumbers.NONE;
        });
        monitor = run.monitor();
        supervisor = new RunSupervisor(run.configuration().settings(), run.folder(), monitor, new NodeLifecycle(),
            new IdleHands(), new WeightHistograms(run.network(), Optional::empty), shown::add, run.earlier(), run.events());
    }

    private void joined() {
        monitor.onDirectory(Directory.newBuilder()
            .addNodes(DirectoryEntry.newBuilder().setNodeId(SHARD).setNodeName("replay-1").setRole(NodeRole.REPLAY)
                .setStoreId(1))
            .addNodes(DirectoryEntry.newBuilder().setNodeId(ACTOR).setNodeName("actor-1").setRole(NodeRole.ACTOR))
            .build());
        monitor.onActorStatus(ActorStatus.newBuilder().setNodeId(ACTOR).setIsDrained(true)
            .addLanes(LaneStatus.newBuilder().setLaneId(1).setProducedSteps(STEPS)).build());
    }

    private static ShardStatus shardThatHolds(long steps) {
        return ShardStatus.newBuilder().setNodeId(SHARD).setStoreId(1).setStoredSteps(steps).setSizeSteps(steps)
            .addLanes(StoredLane.newBuilder().setLaneId(1).setStoredSteps(steps)).build();
    }

    private static LearnerStats learnerThatKnowsOf(long steps) {
        return new LearnerStats(0, 0, steps, steps, 0, BatchMeans.NONE, PolicyLag.NONE, Distribution.NONE, 0,
            TimeSpent.NONE, SamplerCounts.NONE, 0);
    }

    /** Nobody else is there: no learner that learns, nobody who would be told anything. */
    private static final class IdleHands implements Hands {
        @Override
        public void drain(String reason) {
        }

        @Override
        public long publishNow() {
            return 0;
        }

        @Override
        public void evaluate(long version) {
        }

        @Override
        public void keepBest(RunSnapshot.Evaluation evaluation) {
        }

        @Override
        public void checkpoint(RunSnapshot snapshot, boolean isFinal) {
        }

        @Override
        public String lastCheckpoint() {
            return "none";
        }

        @Override
        public void closeNodes(String reason) {
        }
    }
}
