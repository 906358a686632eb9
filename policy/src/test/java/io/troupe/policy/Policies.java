package io.troupe.policy;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.SplittableRandom;

/** Policies with random weights. */
public final class Policies {
    public static final EnvironmentSchema PLAIN =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 3);
    public static final EnvironmentSchema MIXED = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 2),
        new ObservationColumn("pixels", ElementType.UINT8, List.of(2, 2)),
        new ObservationColumn("flags", ElementType.BIT, List.of(11))), 5, true);

    private Policies() {
    }

    /**
     * @param version     also the seed of the weights
     * @param assignments settings over those of the network's preset
     */
    public static PolicyPackage of(String network, EnvironmentSchema schema, long version, String... assignments) {
        SettingsLoader loader = new SettingsLoader(name -> "").network(network).set("network.memory.units=16");
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        EffectiveConfiguration configuration = loader.load();
        QNetwork built = QNetwork.of(configuration.settings().network(), schema);
        float[] weights = new float[built.parameters().size()];
        try (NetworkWeights drawn = new NetworkWeights(built.parameters(), false)) {
            drawn.initialise(new SplittableRandom(version));
            drawn.get(weights);
        }
        return new PolicyPackage(PolicyManifest.of("run", "best-000001", version, 10, 20), configuration, schema,
            weights);
    }

    public static float[] observation(EnvironmentSchema schema, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[schema.observations().stream().mapToInt(ObservationColumn::elements).sum()];
        int index = 0;
        for (ObservationColumn column : schema.observations()) {
            for (int i = 0; i < column.elements(); i++) {
                values[index++] = switch (column.type()) {
                    case FLOAT32 -> (float) random.nextDouble(-1, 1);
                    case UINT8 -> random.nextInt(256);
                    case BIT -> random.nextInt(2);
                };
            }
        }
        return values;
    }
}
