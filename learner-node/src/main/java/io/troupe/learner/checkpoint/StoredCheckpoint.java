package io.troupe.learner.checkpoint;

import io.troupe.proto.CheckpointManifest;
import java.nio.file.Path;

/** A checkpoint that was found whole: sizes and checksums of its files are those of its manifest. */
public record StoredCheckpoint(Path folder, CheckpointManifest manifest) {
}
