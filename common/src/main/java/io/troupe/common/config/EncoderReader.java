package io.troupe.common.config;

import io.troupe.common.config.NetworkSettings.CellAttention;
import io.troupe.common.config.NetworkSettings.Convolutions;
import io.troupe.common.config.NetworkSettings.Embedding;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.NetworkSettings.Memory;

/** {@code network.encoder}: keys, types and ranges. */
final class EncoderReader {
    /** Token ids are bytes. */
    private static final int MAX_TOKENS = 256;
    private static final int MAX_LAYERS = 16;

    private final ValueReader in;

    EncoderReader(ValueReader in) {
        this.in = in;
    }

    Encoder read() {
        return new Encoder(
            in.choice("network.encoder.kind", Encoder.Kind.class),
            in.counts("network.encoder.hidden-units", MAX_LAYERS, 1, 65_536),
            new Convolutions(
                in.counts("network.encoder.channels", MAX_LAYERS, 1, 4_096),
                in.counts("network.encoder.kernels", MAX_LAYERS, 1, 1_024),
                in.counts("network.encoder.strides", MAX_LAYERS, 1, 1_024)),
            new Embedding(
                in.count("network.encoder.tokens", 1, MAX_TOKENS),
                in.count("network.encoder.embedding-size", 1, 4_096)),
            new CellAttention(
                in.count("network.encoder.heads", 1, 64),
                in.choice("network.encoder.score", Memory.Score.class)));
    }
}
