package io.troupe.learner.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.checkpoint.CheckpointEntry;
import io.troupe.learner.status.EvaluatedAttention;
import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The records of the run that goes on here. */
public final class FolderRecords implements RunRecords {
    private final EffectiveConfiguration configuration;
    private final CheckpointStore checkpoints;
    private final RunEvents events;
    private final RunMonitor monitor;

    /** @param checkpoints for reading alone */
    public FolderRecords(EffectiveConfiguration configuration, CheckpointStore checkpoints, RunEvents events,
                         RunMonitor monitor) {
        this.configuration = configuration;
        this.checkpoints = checkpoints;
        this.events = events;
        this.monitor = monitor;
    }

    @Override
    public List<RunEvent> events(long afterId) {
        return events.after(afterId);
    }

    @Override
    public List<CheckpointEntry> checkpoints() {
        return checkpoints.entries();
    }

    @Override
    public Optional<Path> checkpointFolder() {
        return Optional.of(checkpoints.folder());
    }

    @Override
    public EffectiveConfiguration configuration() {
        return configuration;
    }

    @Override
    public Optional<EvaluatedAttention> attention() {
        return monitor.attention();
    }
}
