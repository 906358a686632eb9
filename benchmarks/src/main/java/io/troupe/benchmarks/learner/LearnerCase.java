package io.troupe.benchmarks.learner;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;

/**
 * A network of the presets and a batch size. Observations are 64 numbers, for convolutions 4 × 10 × 10, actions 8.
 *
 * @param network  name of the preset
 * @param settings {@code path=value}, over the preset
 */
record LearnerCase(String network, int batchRows, List<String> settings) {
    private static final EnvironmentSchema VECTORS =
        new EnvironmentSchema(List.of(ObservationColumn.float32("observation", 64)), 8);
    private static final EnvironmentSchema IMAGES = new EnvironmentSchema(
        List.of(new ObservationColumn("observation", ElementType.FLOAT32, List.of(4, 10, 10))), 8);
    /** Sixteen steps, four of them burn-in, and a feed-forward part of 4 d. */
    private static final List<String> TRANSFORMER = List.of("network.memory.context-length=16",
        "network.memory.feed-forward-units=256", "learning.sequence.length=12", "learning.sequence.burn-in=4");

    static final List<LearnerCase> ALL = List.of(
        new LearnerCase("mlp", 64, List.of()),
        new LearnerCase("mlp", 512, List.of()),
        new LearnerCase("lstm", 64, List.of()),
        new LearnerCase("gru", 64, List.of()),
        new LearnerCase("transformer", 64, TRANSFORMER));

    String name() {
        return network + "-" + batchRows;
    }

    /**
     * What the nodes of a run of it would agree on.
     *
     * @throws io.troupe.common.error.TroupeException CONFIGURATION where a setting is none
     */
    RunContract contract(List<String> furtherSettings) {
        SettingsLoader loader = new SettingsLoader(environment -> "").network(network)
            .set("learning.batch-size=" + batchRows);
        settings.forEach(loader::set);
        furtherSettings.forEach(loader::set);
        return new RunContract("bench", loader.load(), network.equals("cnn") ? IMAGES : VECTORS);
    }
}
