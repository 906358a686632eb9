package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunFolder;
import io.troupe.proto.ActorStatus;
import io.troupe.proto.ShardStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMonitorTest {
    @TempDir
    private Path temporary;

    /** A node that is killed and started again at its address is replaced while what it said last is on its way. */
    @Test
    void whatArrivesOfANodeThatHasGoneShouldNotBringItBack() {
        EffectiveConfiguration configuration = EffectiveConfiguration.read("", "test")
            .with(Map.of("run.directory", temporary.resolve("run").toString()));
        RunFolder folder = RunFolder.create(configuration, LocalDateTime.of(2026, 3, 9, 8, 7, 6));
        QNetwork network = QNetwork.of(configuration.settings().network(),
            new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
        RunMonitor monitor = new RunMonitor(configuration.settings(), "run", "mlp",
            Resumption.of(folder, network.parameters()), new RunEvents(folder.events(), Clock.systemUTC(), () -> 0),
            () -> ProcessNumbers.NONE);
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
