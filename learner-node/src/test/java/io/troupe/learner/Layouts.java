package io.troupe.learner;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;

/** What parameters the networks of tests have. */
public final class Layouts {
    private Layouts() {
    }

    /** encoder.0: units × 3 and units; head.0: 2 × units and 2. */
    public static ParameterLayout mlp(int units) {
        return QNetwork.of(new NetworkSettings(
            new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(units)),
            NetworkSettings.Memory.none(),
            new NetworkSettings.Head(NetworkSettings.Head.Kind.PLAIN, 0)),
            new EnvironmentSchema(List.of(ObservationColumn.float32("x", 3)), 2)).parameters();
    }
}
