package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A Q-network as a function of observations and parameters: encoder → memory → head. Immutable and without weights, so
 * the online network, the target network and every actor's copy share one. Any thread may call.
 */
public final class QNetwork {
    private final EnvironmentSchema schema;
    private final Encoder encoder;
    private final Memory memory;
    private final Head head;
    private final ParameterLayout parameters;
    private final boolean hasDropout;

    private QNetwork(EnvironmentSchema schema, Encoder encoder, Memory memory, Head head, ParameterLayout parameters,
                     boolean hasDropout) {
        this.schema = schema;
        this.encoder = encoder;
        this.memory = memory;
        this.head = head;
        this.parameters = parameters;
        this.hasDropout = hasDropout;
    }

    /**
     * The network that the settings name. The order of its parts is the order of its parameters.
     *
     * @throws io.troupe.common.error.TroupeException CONFIGURATION where it cannot read what the environment shows
     */
    public static QNetwork of(NetworkSettings settings, EnvironmentSchema schema) {
        requireUnitsForHeads(settings.memory());
        requireOneWayToAct(settings);
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        Encoder encoder = Encoders.of(layout, settings.encoder(), schema);
        Memory memory = switch (settings.memory().kind()) {
            case NONE -> new Memory.None(encoder.outputSize());
            case LSTM -> new LstmMemory(layout, encoder.outputSize(), settings.memory().units());
            case GRU -> new GruMemory(layout, encoder.outputSize(), settings.memory().units());
            case ATTENTION_LSTM -> new AttentionLstmMemory(layout, encoder.outputSize(), settings.memory());
            case EPISODIC -> new EpisodicMemory(layout, encoder.outputSize(), schema, settings.memory());
            case HIERARCHICAL_LSTM -> new HierarchicalLstmMemory(layout, encoder.outputSize(),
                settings.memory().units(), settings.memory().slowPeriod());
            case TRANSFORMER, HIERARCHICAL -> new TransformerMemory(layout, encoder.outputSize(), settings.memory());
        };
        int features = memory.outputSize();
        int hiddenUnits = settings.head().hiddenUnits();
        Head head = switch (settings.head().kind()) {
            case PLAIN -> new PlainHead(layout, features, hiddenUnits, schema.actionCount());
            case DUELING -> new DuelingHead(layout, features, hiddenUnits, schema.actionCount());
            case ACTION_EMBEDDING -> new ActionEmbeddingHead(layout, features, hiddenUnits,
                settings.head().embeddingSize(), schema.actionCount());
            case DUELING_ATTENTION -> new DuelingAttentionHead(layout, features, hiddenUnits, schema.actionCount(),
                settings.memory().attention());
        };
        return new QNetwork(schema, encoder, memory, head, layout.build(), settings.memory().attention().dropout() > 0);
    }

    public EnvironmentSchema schema() {
        return schema;
    }

    public int actionCount() {
        return schema.actionCount();
    }

    public ParameterLayout parameters() {
        return parameters;
    }

    /** Floats of the state that is carried from one step to the next; 0 where there is none. */
    public int stateSize() {
        return memory.stateSize();
    }

    /** Steps that have to be shown at once to act, the present one included; 1 where the present alone is enough. */
    public int contextLength() {
        return Math.max(memory.contextLength(), head.contextLength());
    }

    /** How much is worth keeping of a position, so that it need not be shown again; null where it has to be. */
    KeptContext.Size kept() {
        return head.contextLength() > 1 ? null : memory.kept();
    }

    /** Whether Q-values depend on the steps before. */
    public boolean hasMemory() {
        return stateSize() > 0 || contextLength() > 1;
    }

    /** Whether a pass that is learned from draws what to drop, from the engine's generator ({@link EngineSetup#seed}). */
    public boolean hasDropout() {
        return hasDropout;
    }

    /**
     * Q-values of single observations: sequences of one step, after nothing.
     *
     * @param observations as in {@link NetworkInput}
     * @return FLOAT32 (rows, actions)
     */
    public NDArray forward(NDList observations, NDArray[] parameters) {
        int rows = (int) observations.get(0).getShape().get(0);
        return forward(new NetworkInput(observations, null, rows, 1), parameters).qValues();
    }

    /**
     * Q-values at every position of some sequences, or at those that the input wants.
     *
     * @param parameters in the layout's order, from {@link NetworkWeights}
     */
    public NetworkOutput forward(NetworkInput input, NDArray[] parameters) {
        return forward(input, null, parameters);
    }

    /** @param hidden what attention over steps may not look at: {@link HiddenSteps}; null for nothing */
    NetworkOutput forward(NetworkInput input, NDArray hidden, NDArray[] parameters) {
        if (input.positions() > contextLength() && contextLength() > 1) {
            throw new IllegalArgumentException("got a sequence of " + input.positions()
                + " positions, expected at most " + contextLength());
        }
        ValuedPositions wanted = input.valued();
        boolean isHeadLookingBack = head.contextLength() > 1;
        Encoder.Encoded encoded = encoder.encode(input, parameters);
        Memory.Remembered remembered = memory.remember(
            new FeatureSequence(encoded.features(), input.rows(), input.positions(), hidden),
            isHeadLookingBack ? input.valuedAt(null) : input, parameters);
        FeatureSequence features = remembered.features();
        if (wanted != null && !isHeadLookingBack && !memory.leavesOthersOut()) {
            features = wanted.of(features);
        }
        Head.Valued valued = head.value(features, input, parameters);
        List<Attention> attention = new ArrayList<>(encoded.attention());
        attention.addAll(remembered.attention());
        attention.addAll(valued.attention());
        NDArray qValues = wanted != null && isHeadLookingBack
            ? wanted.of(features.with(valued.qValues(), actionCount())).values() : valued.qValues();
        return new NetworkOutput(qValues, remembered.state(), attention, remembered.context());
    }

    private static void requireOneWayToAct(NetworkSettings settings) {
        if (settings.memory().kind().carriesState() && settings.head().kind().looksBack()) {
            String memory = settings.memory().kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw new TroupeException(ErrorCode.CONFIGURATION, "network.head.kind = dueling-attention looks back over"
                + " the steps, and network.memory.kind = " + memory + " is shown one step at a time, with a state;"
                + " expected a memory that looks back, or none: choose another head or memory");
        }
    }

    private static void requireUnitsForHeads(NetworkSettings.Memory memory) {
        int heads = memory.attention().heads();
        if (memory.kind().attends() && memory.units() % heads != 0) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "network.memory.units is " + memory.units()
                + ", which does not divide among network.memory.heads = " + heads + "; expected a multiple of it");
        }
    }
}
