package io.troupe.learner.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The folder of a run with one shard, and who gathers its numbers. */
record MonitoredRun(EffectiveConfiguration configuration, RunFolder folder, ParameterLayout network, Resumption earlier,
                    RunEvents events, RunMonitor monitor) {
    /**
     * @param starts  how often it has been started; more than once: it goes on
     * @param process asked each time that the numbers are gathered
     */
    static MonitoredRun in(Path parent, int starts, Supplier<ProcessNumbers> process) {
        EffectiveConfiguration configuration = EffectiveConfiguration.read("", "test").with(Map.of(
            "run.directory", parent.resolve("run").toString(), "replay.shards", 1, "run.tensorboard", false));
        RunFolder folder = RunFolder.create(configuration, LocalDateTime.of(2026, 3, 9, 8, 7, 6));
        for (int start = 1; start < starts; start++) {
            folder.resume(configuration);
        }
        ParameterLayout network = QNetwork.of(configuration.settings().network(),
            new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2)).parameters();
        Resumption earlier = Resumption.of(folder, network);
        RunEvents events = new RunEvents(folder.events(), Clock.systemUTC(), () -> 0);
        return new MonitoredRun(configuration, folder, network, earlier, events,
            new RunMonitor(configuration.settings(), "run", "mlp", earlier, events, process));
    }
}
