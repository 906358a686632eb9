package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes the encoder that the settings name, or says why it does not fit what the environment shows. */
final class Encoders {
    private static final String NAME = "encoder";
    private static final String SECTION = "network.encoder";

    private final ParameterLayout.Builder layout;
    private final EnvironmentSchema schema;

    private Encoders(ParameterLayout.Builder layout, EnvironmentSchema schema) {
        this.layout = layout;
        this.schema = schema;
    }

    /** @throws TroupeException CONFIGURATION where the encoder cannot read the environment's observations */
    static Encoder of(ParameterLayout.Builder layout, NetworkSettings.Encoder settings, EnvironmentSchema schema) {
        return new Encoders(layout, schema).fused(settings);
    }

    /** First the encoder of the columns that have none of their own, then the others, in the schema's order. */
    private Encoder fused(NetworkSettings.Encoder settings) {
        Map<String, NetworkSettings.Encoder> named = settings.fusion().columns();
        List<String> names = schema.observations().stream().map(ObservationColumn::name).toList();
        named.keySet().stream().filter(name -> !names.contains(name)).findFirst().ifPresent(unknown -> {
            throw refused(SECTION + ".columns." + unknown, "the environment shows no such observation column, only "
                + String.join(", ", names));
        });
        List<Encoder> parts = new ArrayList<>();
        int[] others = IntStream.range(0, names.size()).filter(i -> !named.containsKey(names.get(i))).toArray();
        if (others.length > 0) {
            parts.add(encoder(NAME, settings, SECTION, others));
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (named.containsKey(name)) {
                parts.add(encoder(NAME + "." + name, named.get(name), SECTION + ".columns." + name, i));
            }
        }
        int units = settings.fusion().units();
        return parts.size() == 1 && units == 0 ? parts.get(0) : new FusedEncoder(layout, NAME + ".fused", parts, units);
    }

    private Encoder encoder(String name, NetworkSettings.Encoder settings, String section, int... columns) {
        return switch (settings.kind()) {
            case MLP -> new MlpEncoder(layout, name, new FlatObservations(schema, columns), settings.hiddenUnits());
            case CNN -> new CnnEncoder(layout, single(name, settings, section, columns));
            case EMBEDDING -> new EmbeddingEncoder(layout, single(name, settings, section, columns));
            case SPATIAL_ATTENTION -> new SpatialAttentionEncoder(layout, single(name, settings, section, columns));
        };
    }

    private EncodedColumn single(String name, NetworkSettings.Encoder settings, String section, int... columns) {
        if (columns.length > 1) {
            throw refused(section + ".kind", "this kind reads one observation column, and these would go through it: "
                + String.join(", ", IntStream.of(columns).mapToObj(i -> schema.observations().get(i).name()).toList())
                + "; give columns encoders of their own with " + SECTION + ".columns, or choose mlp");
        }
        return new EncodedColumn(schema, columns[0], name, settings, section);
    }

    private static TroupeException refused(String path, String why) {
        return new TroupeException(ErrorCode.CONFIGURATION, path + ": " + why);
    }
}
