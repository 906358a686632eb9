package io.troupe.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.troupe.common.config.NetworkSettings.CellAttention;
import io.troupe.common.config.NetworkSettings.Convolutions;
import io.troupe.common.config.NetworkSettings.Embedding;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.NetworkSettings.Fusion;
import io.troupe.common.config.NetworkSettings.Memory;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code network.encoder}: keys, types and ranges. */
final class EncoderReader {
    /** Token ids are bytes. */
    private static final int MAX_TOKENS = 256;
    private static final int MAX_LAYERS = 16;

    private final Config config;
    private final ValueReader in;

    EncoderReader(Config config, ValueReader in) {
        this.config = config;
        this.in = in;
    }

    Encoder read() {
        SortedMap<String, Encoder> columns = new TreeMap<>();
        for (String column : ((ConfigObject) ValueReader.find(config, EncoderKeys.COLUMNS)).keySet()) {
            columns.put(column, encoder(EncoderKeys.COLUMNS + "." + column, Fusion.none()));
        }
        return encoder(EncoderKeys.SECTION, new Fusion(columns, in.count("network.encoder.fused-units", 0, 65_536)));
    }

    private Encoder encoder(String section, Fusion fusion) {
        return new Encoder(
            in.choice(at(section, "kind"), Encoder.Kind.class),
            in.counts(at(section, "hidden-units"), MAX_LAYERS, 1, 65_536),
            new Convolutions(
                in.counts(at(section, "channels"), MAX_LAYERS, 1, 4_096),
                in.counts(at(section, "kernels"), MAX_LAYERS, 1, 1_024),
                in.counts(at(section, "strides"), MAX_LAYERS, 1, 1_024)),
            new Embedding(
                in.count(at(section, "tokens"), 1, MAX_TOKENS),
                in.count(at(section, "embedding-size"), 1, 4_096)),
            new CellAttention(
                in.count(at(section, "heads"), 1, 64),
                in.choice(at(section, "score"), Memory.Score.class)),
            fusion);
    }

    private String at(String section, String key) {
        return EncoderKeys.path(config, section, key);
    }
}
