package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.schema.EnvironmentSchema;

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

    private QNetwork(EnvironmentSchema schema, Encoder encoder, Memory memory, Head head, ParameterLayout parameters) {
        this.schema = schema;
        this.encoder = encoder;
        this.memory = memory;
        this.head = head;
        this.parameters = parameters;
    }

    /** The network that the settings name. The order of its parts is the order of its parameters. */
    public static QNetwork of(NetworkSettings settings, EnvironmentSchema schema) {
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        Encoder encoder = switch (settings.encoder().kind()) {
            case MLP -> new MlpEncoder(layout, schema, settings.encoder().hiddenUnits());
        };
        Memory memory = switch (settings.memory().kind()) {
            case NONE -> new Memory.None(encoder.outputSize());
        };
        int features = memory.outputSize();
        int hiddenUnits = settings.head().hiddenUnits();
        Head head = switch (settings.head().kind()) {
            case PLAIN -> new PlainHead(layout, features, hiddenUnits, schema.actionCount());
            case DUELING -> new DuelingHead(layout, features, hiddenUnits, schema.actionCount());
        };
        return new QNetwork(schema, encoder, memory, head, layout.build());
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

    /**
     * Q-values of a batch of observations.
     *
     * @param observations one array for each observation column of the schema: FLOAT32 (rows, elements), UINT8 (rows,
     *                     elements), bits packed as they are stored: UINT8 (rows, bytes). All intermediate arrays
     *                     belong to their manager, so it should be the step's own
     * @param parameters   in the layout's order, from {@link NetworkWeights}
     * @return FLOAT32 (rows, actions)
     */
    public NDArray forward(NDList observations, NDArray[] parameters) {
        NDArray features = encoder.encode(observations, parameters);
        return head.qValues(memory.remember(features, parameters), parameters);
    }
}
