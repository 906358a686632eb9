package io.troupe.common.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Networks by name: {@code network-presets/<name>.conf} among the resources. What the name stands for is in the section
 * {@code troupe}; sizes for environments whose preset names none are in {@link #DEFAULTS}.
 */
public final class NetworkPresets {
    /** What {@code --network} accepts. */
    public static final List<String> NAMES = List.of("mlp", "cnn", "cnn-atari", "embedding", "spatial-attention", "lstm",
        "gru", "transformer", "attention-lstm", "episodic", "hierarchical", "hierarchical-lstm");

    static final String DEFAULTS = "defaults";

    private NetworkPresets() {
    }

    /** The settings of a network of {@link #NAMES}, as the text of a configuration file. */
    static String text(String name) {
        try (InputStream in = NetworkPresets.class.getResourceAsStream("/network-presets/" + name + ".conf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name for a network with these settings: its memory's, or its encoder's where it has no memory. */
    public static String nameOf(NetworkSettings network) {
        return network.memory().kind() == NetworkSettings.Memory.Kind.NONE
            ? ValueReader.nameOf(network.encoder().kind()) : ValueReader.nameOf(network.memory().kind());
    }
}
