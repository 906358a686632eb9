package io.troupe.common.config;

import java.util.List;

/** {@code network} of the configuration: encoder → memory → head. */
public record NetworkSettings(
    Encoder encoder,
    Memory memory,
    Head head) {
    /** @param hiddenUnits units of each hidden layer */
    public record Encoder(Kind kind, List<Integer> hiddenUnits) {
        public enum Kind { MLP }

        public Encoder {
            hiddenUnits = List.copyOf(hiddenUnits);
        }
    }

    public record Memory(Kind kind) {
        public enum Kind { NONE }
    }

    /** @param hiddenUnits units of the hidden layer of each stream; 0 for none */
    public record Head(Kind kind, int hiddenUnits) {
        public enum Kind { PLAIN, DUELING }
    }
}
