package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;

/** Small networks and a plain Java twin of their layers. */
final class Networks {
    static final EnvironmentSchema FLOATS = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 3);
    static final EnvironmentSchema MIXED = new EnvironmentSchema(List.of(
        ObservationColumn.float32("state", 2),
        new ObservationColumn("image", ElementType.UINT8, List.of(2, 3)),
        new ObservationColumn("flags", ElementType.BIT, List.of(11))), 3);

    /** Shows what was done before. */
    static final EnvironmentSchema ACTING = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4),
        new ObservationColumn("previous-action", ElementType.BIT, List.of(3))), 3);

    private Networks() {
    }

    static NetworkSettings settings(NetworkSettings.Head.Kind head, int headUnits, Integer... encoderUnits) {
        return new NetworkSettings(new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(encoderUnits)),
            NetworkSettings.Memory.none(), new NetworkSettings.Head(head, headUnits));
    }

    /** W x + b of the parameters called {@code name}, in double precision. */
    static double[] linear(ParameterLayout layout, float[] weights, String name, double[] x) {
        ParameterLayout.Parameter weight = parameter(layout, name + ".weight");
        ParameterLayout.Parameter bias = parameter(layout, name + ".bias");
        double[] y = new double[bias.size()];
        for (int row = 0; row < y.length; row++) {
            y[row] = weights[bias.offset() + row];
            for (int i = 0; i < x.length; i++) {
                y[row] += weights[weight.offset() + row * x.length + i] * x[i];
            }
        }
        return y;
    }

    static double[] relu(double[] x) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(0, y[i]);
        }
        return y;
    }

    private static ParameterLayout.Parameter parameter(ParameterLayout layout, String name) {
        return layout.parameters().stream()
            .filter(parameter -> parameter.name().equals(name)).findFirst().orElseThrow();
    }
}
