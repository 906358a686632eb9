package io.troupe.launcher.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import java.util.function.Consumer;

/**
 * A run that somebody asked for.
 *
 * @param folder      made, with {@code config.conf} in it
 * @param isProcesses a process for each node instead of one for all; never of a learner
 * @param console     is given a snapshot a few times a second, by one thread at a time
 */
public record TrainRequest(
    EffectiveConfiguration configuration,
    RunFolder folder,
    boolean isProcesses,
    Consumer<RunSnapshot> console
) {
}
