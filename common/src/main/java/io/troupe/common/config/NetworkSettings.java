package io.troupe.common.config;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code network} of the configuration: encoder → memory → head. */
public record NetworkSettings(
    Encoder encoder,
    Memory memory,
    Head head) {
    /**
     * @param hiddenUnits units of each hidden layer
     * @param convolutions of cnn and spatial-attention
     * @param embedding    of embedding
     * @param attention    of spatial-attention
     * @param fusion       with the encoders of single columns; none in one of these
     */
    public record Encoder(
        Kind kind,
        List<Integer> hiddenUnits,
        Convolutions convolutions,
        Embedding embedding,
        CellAttention attention,
        Fusion fusion) {
        public enum Kind { MLP, CNN, EMBEDDING, SPATIAL_ATTENTION }

        public Encoder {
            hiddenUnits = List.copyOf(hiddenUnits);
        }

        /** With the defaults for all the rest. */
        public Encoder(Kind kind, List<Integer> hiddenUnits) {
            this(kind, hiddenUnits, new Convolutions(List.of(16), List.of(3), List.of(1)), new Embedding(256, 16),
                new CellAttention(1, Memory.Score.ADDITIVE), Fusion.none());
        }
    }

    /**
     * @param columns by the name of an observation column; all others go together through the encoder that has this
     * @param units   of the layer that joins what comes out of them; 0 for none
     */
    public record Fusion(SortedMap<String, Encoder> columns, int units) {
        public Fusion {
            columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        }

        public static Fusion none() {
            return new Fusion(new TreeMap<>(), 0);
        }
    }

    /** One after the other: channels that each gives, side of its square kernel, and stride; in cells. */
    public record Convolutions(List<Integer> channels, List<Integer> kernels, List<Integer> strides) {
        public Convolutions {
            channels = List.copyOf(channels);
            kernels = List.copyOf(kernels);
            strides = List.copyOf(strides);
        }

        public int count() {
            return channels.size();
        }
    }

    /**
     * @param tokens rows of the table
     * @param size   numbers for each token
     */
    public record Embedding(int tokens, int size) {
    }

    /** Soft attention over the cells of a feature map. */
    public record CellAttention(int heads, Memory.Score score) {
    }

    /**
     * Which of these count depends on the kind.
     *
     * @param units      size of a recurrent state's h, or of what attends: d
     * @param slowPeriod steps from one step of a slow level to its next
     */
    public record Memory(
        Kind kind,
        int units,
        int slowPeriod,
        Attention attention,
        Layers layers,
        Chunks chunks) {
        public enum Kind {
            NONE, LSTM, GRU, TRANSFORMER, ATTENTION_LSTM, EPISODIC, HIERARCHICAL, HIERARCHICAL_LSTM;

            /** Whether it is shown the last {@link Attention#contextLength} steps whenever it acts. */
            public boolean looksBack() {
                return attends();
            }

            /** Whether it has heads, among which its units are divided. */
            public boolean attends() {
                return this == TRANSFORMER || this == ATTENTION_LSTM || this == EPISODIC || this == HIERARCHICAL;
            }

            /** Whether a state is carried from one step to the next. */
            public boolean carriesState() {
                return this == LSTM || this == GRU || this == HIERARCHICAL_LSTM;
            }
        }

        /** Whether a layer's parts are normalised before or after. */
        public enum Norm { PRE, POST }

        /** How a layer's part joins what came in: added, or through the gate of GTrXL. */
        public enum Gate { RESIDUAL, GRU }

        /** How a position is told. */
        public enum Positions { LEARNED, SINUSOIDAL, NONE }

        /** What a query and a key are worth to each other. */
        public enum Score { SCALED_DOT, ADDITIVE, KEY }

        /** Which steps there are to look at; the first of the context is always left with itself. */
        public enum LooksAt { PAST_AND_PRESENT, PAST }

        /**
         * Of whatever attends to steps.
         *
         * @param contextLength steps that are seen at once, the present one included
         * @param dropout       share of the weights, and of what the parts of layers make, that is dropped in learning
         * @param looksAt       of transformer and attention-lstm
         */
        public record Attention(int contextLength, int heads, Score score, Positions positions, double dropout,
                                LooksAt looksAt) {
            /** With the defaults for all the rest. */
            public Attention(int contextLength, int heads, Score score, Positions positions, double dropout) {
                this(contextLength, heads, score, positions, dropout, LooksAt.PAST_AND_PRESENT);
            }
        }

        /** @param feedForwardUnits of the hidden layer of each feed-forward part */
        public record Layers(int count, int feedForwardUnits, Norm norm, Gate gate) {
        }

        /**
         * Stretches of the context.
         *
         * @param length steps of a chunk
         * @param top    chunks that are looked into
         */
        public record Chunks(int length, int top) {
        }

        /** No memory. */
        public static Memory none() {
            return new Memory(Kind.NONE, 64, 4, new Attention(16, 4, Score.SCALED_DOT, Positions.LEARNED, 0),
                new Layers(2, 256, Norm.PRE, Gate.GRU), new Chunks(4, 2));
        }
    }

    /**
     * @param hiddenUnits   units of the hidden layer of each stream; 0 for none
     * @param embeddingSize numbers for each action, of action-embedding
     */
    public record Head(Kind kind, int hiddenUnits, int embeddingSize) {
        public enum Kind {
            PLAIN, DUELING, DUELING_ATTENTION, ACTION_EMBEDDING;

            /** Whether it values the steps before, too, and so has to be shown them. */
            public boolean looksBack() {
                return this == DUELING_ATTENTION;
            }
        }

        /** With the defaults for all the rest. */
        public Head(Kind kind, int hiddenUnits) {
            this(kind, hiddenUnits, 16);
        }
    }
}
