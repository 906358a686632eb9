package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.network.NetworkInput;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.numeric.ValueRescale;
import io.troupe.common.schema.WindowSpec;
import java.nio.ByteBuffer;

/** Single n-step transitions, for networks without a memory: Q(s, a) against R + γ^k Q(s′, a′). */
final class TransitionObjective implements Objective {
    private final QNetwork network;
    private final LearningSettings settings;
    private final int rows;
    private final int actions;
    private final SmallColumns small;
    private final WindowTensors tensors;
    private final NStepReturns nStepReturns;
    private final LegalChoice legal;
    private final TdTargets tdTargets;
    private final TdLoss loss;
    private final float[] returns;
    private final float[] bootstrapDiscounts;
    private final float[] targets;
    private final float[] tdErrors;
    private final QValues q;
    private final QValues selectorQ;
    private final QValues targetQ;
    private final QValues gradient;

    TransitionObjective(QNetwork network, WindowSpec window, LearningSettings settings) {
        this.network = network;
        this.settings = settings;
        rows = settings.batchSize();
        actions = network.actionCount();
        small = new SmallColumns(window, rows, actions);
        tensors = new WindowTensors(network.schema(), window);
        nStepReturns = new NStepReturns(window.horizon(), settings.discount());
        legal = LegalChoice.afterTransitions(window, actions);
        tdTargets = new TdTargets(ValueRescale.of(settings.valueRescaling()));
        loss = new TdLoss(settings.loss(), settings.huberThreshold());
        returns = new float[rows];
        bootstrapDiscounts = new float[rows];
        targets = new float[rows];
        tdErrors = new float[rows];
        q = new QValues(rows * actions);
        selectorQ = new QValues(rows * actions);
        targetQ = new QValues(rows * actions);
        gradient = new QValues(rows * actions);
    }

    @Override
    public NDArray compare(SampledBatch batch, NDManager step, NetworkWeights online, NetworkWeights target,
                           LearnerMetrics metrics) {
        small.read(batch);
        nStepReturns.fold(rows, small.rewards(), batch.validSteps(), batch.ends(), returns, bootstrapDiscounts);
        NDList now = new NDList(1);
        NDList next = new NDList(1);
        tensors.read(batch, step, now, next);
        targetQ.read(network.forward(next, target.views()));
        float[] selector = targetQ.values;
        if (settings.isDoubleQ()) {
            selectorQ.read(network.forward(next, online.views()));
            selector = selectorQ.values;
        }
        tdTargets.compute(rows, actions, returns, bootstrapDiscounts, legal.of(batch, selector), targetQ.values,
            targets);
        NDArray prediction = predict(now, step, online);
        q.read(prediction);
        metrics.loss = loss.compute(rows, actions, q.values, small.taken(), targets, batch.importanceWeights(), tdErrors,
            gradient.values);
        describe(metrics);
        return prediction;
    }

    @Override
    public ByteBuffer gradient() {
        return gradient.bytes();
    }

    private NDArray predict(NDList now, NDManager step, NetworkWeights online) {
        JniUtils.setGradMode(true);
        try {
            NetworkInput input = new NetworkInput(now, null, rows, 1).forTraining();
            return network.forward(input, online.graphParameters(step)).qValues();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private void describe(LearnerMetrics metrics) {
        double sumQ = 0;
        for (int row = 0; row < rows; row++) {
            metrics.priorities[row] = Math.abs(tdErrors[row]);
            sumQ += q.values[row * actions + small.taken()[row]];
        }
        metrics.meanQ = sumQ / rows;
    }
}
