package io.troupe.common.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Networks by name: {@code network-presets/<name>.conf} among the resources. */
public final class NetworkPresets {
    /** What {@code --network} accepts. */
    public static final List<String> NAMES = List.of("mlp", "lstm", "gru", "transformer", "attention-lstm",
        "episodic", "hierarchical", "hierarchical-lstm");

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
