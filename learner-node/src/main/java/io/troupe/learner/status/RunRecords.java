package io.troupe.learner.status;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.learner.checkpoint.CheckpointEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a run keeps and has told, for those who look at it. Any thread may call. */
public interface RunRecords {
    /** What happened after this event, oldest first. */
    List<RunEvent> events(long afterId);

    /** What is in the folder of checkpoints, newest first. */
    List<CheckpointEntry> checkpoints();

    /** What the run was last started with. */
    EffectiveConfiguration configuration();

    /** Where the checkpoints are; empty where they are on no disk. */
    default Optional<Path> checkpointFolder() {
        return Optional.empty();
    }

    /** What the network looked at in the newest evaluation's first episodes; empty before there is one. */
    Optional<EvaluatedAttention> attention();
}
