package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.network.NetworkInput;
import io.troupe.common.network.NetworkOutput;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.network.ValuedPositions;
import io.troupe.common.schema.WindowSpec;
import java.nio.ByteBuffer;

/**
 * Sequences, for networks with a memory: Q-values at every position, learned at those after the burn-in (R2D2,
 * Kapturowski et al. 2019; DTQN, Esslinger et al. 2022).
 *
 * <p>A recurrent network goes once over the whole sequence, and the Q-values to bootstrap from are those of later
 * positions of the same pass. So it does where the context has room for the sequence and the n steps after it: whole
 * episodes. A network whose context is shorter is shown, for the bootstrap, the context as it will be n steps later, so that
 * every Q-value is of a position at which it acts. Where one pass does, a burn-in's own Q-values are not computed. Unlike
 * R2D2, the burn-in is not cut
 * off from the gradient: a sequence near its episode's start has none.
 */
final class SequenceObjective implements Objective {
    private final QNetwork network;
    private final LearningSettings settings;
    private final int rows;
    private final int shownPositions;
    private final int shift;
    /** Positions from a row's start on whose Q-values are wanted; 0: all are, from its begin on. */
    private final int valued;
    private final SequenceTensors tensors;
    private final SequenceColumns columns;
    private final LegalChoice legal;
    private final SequenceLoss loss;
    /** Null where it does not count. */
    private final AttentionEntropy entropy;
    /** Null where no state is stored at a sequence's start. */
    private final RecurrentStaleness staleness;
    private final int valuedPositions;
    private final QValues q;
    private final QValues selectorQ;
    private final QValues targetQ;
    private final QValues gradient;

    /** @param window a {@link WindowSpec#sequence} */
    SequenceObjective(QNetwork network, WindowSpec window, LearningSettings settings) {
        this.network = network;
        this.settings = settings;
        rows = settings.batchSize();
        int positions = window.lookBack() + window.horizon() + 1;
        boolean isContext = network.contextLength() > 1;
        shift = isContext ? Math.max(0, positions - network.contextLength()) : 0;
        shownPositions = positions - shift;
        tensors = new SequenceTensors(network.schema(), window);
        columns = new SequenceColumns(window, rows, network.actionCount());
        valued = shift == 0 && window.lookBack() > 0 ? window.horizon() + 1 : 0;
        valuedPositions = valued > 0 ? valued : shownPositions;
        legal = LegalChoice.ofSequences(window, valuedPositions, network.actionCount(), shift, valued > 0);
        loss = new SequenceLoss(settings, window, network.actionCount(), valuedPositions, shift, valued > 0);
        entropy = settings.attentionEntropy() == 0 ? null : new AttentionEntropy(loss, shownPositions);
        int values = rows * valuedPositions * network.actionCount();
        staleness = valued > 0 && tensors.hasStartState()
            ? new RecurrentStaleness(network, tensors, window.lookBack(), rows) : null;
        q = new QValues(values);
        selectorQ = shift > 0 && settings.isDoubleQ() ? new QValues(values) : null;
        targetQ = new QValues(values);
        gradient = new QValues(entropy == null ? values : values + 1);
    }

    @Override
    public NDArray compare(SampledBatch batch, NDManager step, NetworkWeights online, NetworkWeights target,
                           LearnerMetrics metrics) {
        columns.read(batch);
        NetworkInput shown = tensors.read(batch, step, 0, shownPositions);
        NetworkInput now = valued == 0 ? shown
            : shown.valuedAt(ValuedPositions.from(batch.lookBacks(), valued, shownPositions, step));
        NetworkInput later = shift == 0 ? now : tensors.read(batch, step, shift, shownPositions);
        targetQ.read(network.forward(later, target.views()).qValues());
        NetworkOutput predicted = predict(now, step, online);
        NDArray prediction = predicted.qValues();
        q.read(prediction);
        metrics.loss = loss.compute(batch, columns, q.values, legal.of(batch, selector(later, online)), targetQ.values,
            gradient.values, metrics.priorities);
        metrics.meanQ = loss.meanQ();
        metrics.recurrentDeltaQ = staleness == null ? Double.NaN
            : staleness.measure(batch, step, online, q.values, valuedPositions);
        return entropy == null ? prediction : withEntropy(predicted, batch, step, metrics);
    }

    /** The Q-values, and after them how evenly attention is spread: ∂L of that is a number that is set. */
    private NDArray withEntropy(NetworkOutput predicted, SampledBatch batch, NDManager step, LearnerMetrics metrics) {
        JniUtils.setGradMode(true);
        try {
            NDArray spread = entropy.of(predicted.attention(), batch, step);
            metrics.loss += settings.attentionEntropy() * spread.toFloatArray()[0];
            gradient.values[gradient.values.length - 1] = (float) settings.attentionEntropy();
            return JniUtils.cat(new PtNDArray[] {(PtNDArray) predicted.qValues().flatten(), (PtNDArray) spread}, 0);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @Override
    public ByteBuffer gradient() {
        return gradient.bytes();
    }

    private float[] selector(NetworkInput later, NetworkWeights online) {
        if (!settings.isDoubleQ()) {
            return targetQ.values;
        }
        if (shift == 0) {
            return q.values;
        }
        selectorQ.read(network.forward(later, online.views()).qValues());
        return selectorQ.values;
    }

    private NetworkOutput predict(NetworkInput now, NDManager step, NetworkWeights online) {
        JniUtils.setGradMode(true);
        try {
            return network.forward(now.forTraining(), online.graphParameters(step));
        } finally {
            JniUtils.setGradMode(false);
        }
    }
}
