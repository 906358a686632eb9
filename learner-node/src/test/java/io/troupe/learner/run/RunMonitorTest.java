package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.ShardStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMonitorTest {
    @TempDir
    private Path temporary;

    /** A node that is killed and started again at its address is replaced while what it said last is on its way. */
    @Test
    void whatArrivesOfANodeThatHasGoneShouldNotBringItBack() {
        RunMonitor monitor = MonitoredRun.in(temporary, 1, () -> ProcessNumbers.NONE).monitor();
        ShardStatus shard = ShardStatus.newBuilder().setNodeId(7).setStoreId(1).setStoredSteps(10).setSizeSteps(10).build();
        ActorStatus actor = ActorStatus.newBuilder().setNodeId(8).build();
        monitor.onShardStatus(shard);
        monitor.onActorStatus(actor);
        assertEquals(1, monitor.snapshot(0).shards().size());
        assertEquals(1, monitor.snapshot(0).actors().size());

        monitor.onGone(7);
        monitor.onGone(8);
        monitor.onShardStatus(shard);
        monitor.onActorStatus(actor);
        assertEquals(List.of(), monitor.snapshot(1).shards());
        assertEquals(List.of(), monitor.snapshot(1).actors());
    }
}
