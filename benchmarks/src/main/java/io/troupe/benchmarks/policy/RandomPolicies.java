package io.troupe.benchmarks.policy;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.policy.PolicyManifest;
import io.troupe.policy.PolicyPackage;
import java.util.List;
import java.util.SplittableRandom;

/** Policies of CartPole's shape with random weights: what they answer costs the same as with trained ones. */
final class RandomPolicies {
    static final EnvironmentSchema SCHEMA = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);
    static final int CONTEXT = 16;

    private RandomPolicies() {
    }

    /** @param version also the seed of the weights */
    static PolicyPackage of(String network, long version) {
        SettingsLoader loader = new SettingsLoader(name -> "").network(network);
        if (!network.equals("mlp")) {
            loader.set("network.memory.units=64").set("network.memory.context-length=" + CONTEXT)
                .set("learning.sequence.burn-in=0").set("learning.sequence.length=" + CONTEXT);
        }
        EffectiveConfiguration configuration = loader.load();
        QNetwork built = QNetwork.of(configuration.settings().network(), SCHEMA);
        float[] weights = new float[built.parameters().size()];
        try (NetworkWeights drawn = new NetworkWeights(built.parameters(), false)) {
            drawn.initialise(new SplittableRandom(version));
            drawn.get(weights);
        }
        return new PolicyPackage(PolicyManifest.of("bench", "random", version, 0, 0), configuration, SCHEMA, weights);
    }
}
