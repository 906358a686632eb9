package io.troupe.learner.http;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.learner.status.PolicySource;
import io.troupe.policy.PolicyManifest;
import io.troupe.policy.PolicyPackage;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A learner that publishes what a test tells it to: weights drawn by their version. */
final class FakePolicy implements PolicySource {
    static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 3);

    volatile long version = 1;
    volatile String network = "mlp";

    @Override
    public long version() {
        return version;
    }

    @Override
    public Optional<PolicyPackage> newest() {
        return version == NONE ? Optional.empty() : Optional.of(of(network, version));
    }

    static PolicyPackage of(String network, long version) {
        return of(network, SCHEMA, version);
    }

    static PolicyPackage of(String network, EnvironmentSchema schema, long version) {
        EffectiveConfiguration configuration =
            new SettingsLoader(name -> "").network(network).set("network.memory.units=16").load();
        QNetwork built = QNetwork.of(configuration.settings().network(), schema);
        float[] weights = new float[built.parameters().size()];
        try (NetworkWeights drawn = new NetworkWeights(built.parameters(), false)) {
            drawn.initialise(new SplittableRandom(version));
            drawn.get(weights);
        }
        return new PolicyPackage(PolicyManifest.of("run", "best", version, 1, 1), configuration, schema, weights);
    }
}
