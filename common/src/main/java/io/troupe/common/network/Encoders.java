package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.stream.IntStream;

/** Makes the encoder that the settings name, or says why it does not fit what the environment shows. */
final class Encoders {
    private Encoders() {
    }

    /** @throws TroupeException CONFIGURATION where the encoder cannot read the environment's observations */
    static Encoder of(ParameterLayout.Builder layout, NetworkSettings.Encoder settings, EnvironmentSchema schema) {
        int[] all = IntStream.range(0, schema.observations().size()).toArray();
        return encoder(layout, settings, schema, all);
    }

    private static Encoder encoder(ParameterLayout.Builder layout, NetworkSettings.Encoder settings,
                                   EnvironmentSchema schema, int[] columns) {
        return switch (settings.kind()) {
            case MLP -> new MlpEncoder(layout, "encoder", new FlatObservations(schema, columns), settings.hiddenUnits());
            case CNN -> new CnnEncoder(layout, single(settings, schema, columns));
            case EMBEDDING -> new EmbeddingEncoder(layout, single(settings, schema, columns));
            case SPATIAL_ATTENTION -> new SpatialAttentionEncoder(layout, single(settings, schema, columns));
        };
    }

    private static EncodedColumn single(NetworkSettings.Encoder settings, EnvironmentSchema schema, int[] columns) {
        if (columns.length > 1) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "network.encoder.kind: this kind reads a single observation"
                + " column, and the environment shows "
                + schema.observations().stream().map(ObservationColumn::name).toList());
        }
        return new EncodedColumn(schema, columns[0], "encoder", settings, "network.encoder");
    }
}
