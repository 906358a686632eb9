package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.List;

/**
 * {@code action-embedding}: each action a is a vector e_a of n numbers, a row of a table, and its value is a function of
 * that and of the features h, the same function for all actions:
 *
 * <pre>
 *   without hidden units   Q(s, a) = (W h + b) · e_a
 *   with them              Q(s, a) = w · ReLU(W h + b + W_e e_a) + c
 * </pre>
 *
 * The first is the inner product of DRRN (He et al. 2016), the second its form with a layer over both.
 */
final class ActionEmbeddingHead implements Head {
    private final int actionCount;
    private final int hiddenUnits;
    private final int table;
    private final int features;
    private final int fromAction;
    private final int output;

    ActionEmbeddingHead(ParameterLayout.Builder layout, int inputSize, int hiddenUnits, int embeddingSize,
                        int actionCount) {
        this.actionCount = actionCount;
        this.hiddenUnits = hiddenUnits;
        // Rows of length 1 on average, so that fresh values are as large as a plain head's.
        table = layout.add("head.actions.weight", List.of(actionCount, embeddingSize), 0, Math.sqrt(3.0 / embeddingSize));
        features = layout.addLinear("head.features", inputSize, hiddenUnits == 0 ? embeddingSize : hiddenUnits);
        fromAction = hiddenUnits == 0 ? -1 : layout.add("head.action.weight", List.of(hiddenUnits, embeddingSize), 0,
            1 / Math.sqrt(embeddingSize));
        output = hiddenUnits == 0 ? -1 : layout.addLinear("head.output", hiddenUnits, 1);
    }

    @Override
    public Valued value(FeatureSequence sequence, NetworkInput input, NDArray[] parameters) {
        NDArray h = Affine.apply(sequence.values(), parameters[features], parameters[features + 1]);
        if (hiddenUnits == 0) {
            return new Valued(Affine.apply(h, parameters[table]));
        }
        NDArray ofActions = Affine.apply(parameters[table], parameters[fromAction]);
        // It would stay with the table, which lives as long as the network.
        ofActions.attach(h.getManager());
        NDArray both = Activation.relu(h.expandDims(1).add(ofActions.expandDims(0)));
        return new Valued(Linear.linear(both, parameters[output], parameters[output + 1]).get(0).reshape(-1, actionCount));
    }
}
