package io.troupe.learner.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.EngineSetup;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.weights.WeightsSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Improves a network, one sampled batch at a time: n-step targets (double Q-learning or plain), an importance-weighted
 * loss, Adam with a clipped gradient, and the target network that follows. Used by one thread. Given equal weights,
 * batches and settings, two learners compute equal weights to the bit.
 *
 * <p>The engine runs the network forward and backward; everything with one number a row or one a parameter is plain
 * Java, where it can be read and tested, and where it costs no array of the engine.
 */
public final class Learner implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final QNetwork network;
    private final LearningSettings settings;
    private final long incarnation;
    private final int rows;
    private final int actions;
    private final SmallColumns small;
    private final WindowTensors tensors;
    private final NStepReturns nStepReturns;
    private final TdLoss loss;
    private final NDManager manager;
    private final NetworkWeights online;
    private final TargetNetwork target;
    private final Adam adam;
    private final LearnerMetrics metrics;

    private final float[] parameters;
    private final float[] gradient;
    private final float[] returns;
    private final float[] bootstrapDiscounts;
    private final float[] targets;
    private final float[] q;
    private final float[] selectorQ;
    private final float[] targetQ;
    private final float[] lossGradient;
    private final ByteBuffer lossGradientBytes;
    private final FloatBuffer lossGradientFloats;

    private long learnerStep;
    private long weightsVersion;
    private Thread preparedThread;

    /**
     * Starts with fresh weights; see {@link #restore}.
     *
     * @param window             an n-step window over the network's observations: {@link WindowSpec#nStep}
     * @param learnerIncarnation higher than that of any learner of this run before
     * @param random             draws the first weights
     */
    public Learner(QNetwork network, WindowSpec window, LearningSettings settings, long learnerIncarnation,
                   RandomGenerator random) {
        this.network = network;
        this.settings = settings;
        incarnation = learnerIncarnation;
        rows = settings.batchSize();
        actions = network.actionCount();
        small = new SmallColumns(window, rows, actions);
        tensors = new WindowTensors(network.schema(), window);
        nStepReturns = new NStepReturns(window.horizon(), settings.discount());
        loss = new TdLoss(settings.loss(), settings.huberThreshold());
        manager = EngineSetup.newManager();
        online = new NetworkWeights(network.parameters(), true);
        target = new TargetNetwork(network.parameters(), settings.target());
        int size = network.parameters().size();
        adam = new Adam(size, settings.optimizer());
        metrics = new LearnerMetrics(rows);

        parameters = new float[size];
        gradient = new float[size];
        returns = new float[rows];
        bootstrapDiscounts = new float[rows];
        targets = new float[rows];
        q = new float[rows * actions];
        selectorQ = new float[rows * actions];
        targetQ = new float[rows * actions];
        lossGradient = new float[rows * actions];
        lossGradientBytes = BufferUtil.allocateDirectAligned(lossGradient.length * Float.BYTES, ALIGNMENT)
            .order(ByteOrder.nativeOrder());
        lossGradientFloats = lossGradientBytes.asFloatBuffer();

        online.initialise(random);
        online.floats().get(parameters);
        target.copy(parameters);
    }

    /**
     * One gradient update.
     *
     * @return the step's numbers, valid until the next step
     * @throws TroupeException TRAINING_DIVERGED where loss or gradient are not finite; the weights are as before
     */
    public LearnerMetrics step(SampledBatch batch) {
        if (batch.rows() != rows) {
            throw new IllegalArgumentException("got a batch of " + batch.rows() + " rows, expected " + rows);
        }
        prepareThread();
        small.read(batch);
        nStepReturns.fold(rows, small.rewards(), batch.validSteps(), batch.ends(), returns, bootstrapDiscounts);
        try (NDManager step = manager.newSubManager()) {
            NDList now = new NDList(1);
            NDList next = new NDList(1);
            tensors.read(batch, step, now, next);
            computeTargets(next);
            NDArray prediction = predictWithGraph(now, step);
            copy(prediction, q);
            metrics.loss = loss.compute(rows, actions, q, small.taken(), targets, batch.importanceWeights(),
                metrics.tdErrors, lossGradient);
            requireFinite("loss", metrics.loss);
            backward(prediction, step);
        }
        metrics.gradientNorm = Adam.norm(gradient);
        requireFinite("gradient norm", metrics.gradientNorm);
        metrics.learningRate = adam.learningRate();
        adam.step(parameters, gradient, metrics.gradientNorm);
        online.floats().put(parameters);
        learnerStep++;
        target.follow(parameters, learnerStep);
        describe(batch);
        return metrics;
    }

    public long learnerStep() {
        return learnerStep;
    }

    /** The last version that {@link #takeSnapshot} gave out; 0 before the first. */
    public long weightsVersion() {
        return weightsVersion;
    }

    /**
     * A copy of the online network's weights under a new version.
     *
     * @throws TroupeException TRAINING_DIVERGED where one is not finite
     */
    public WeightsSnapshot takeSnapshot() {
        requireFiniteWeights(0, parameters.length);
        UnsafeBuffer copy = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
        online.store(copy, 0);
        weightsVersion++;
        return new WeightsSnapshot(incarnation, weightsVersion, learnerStep, copy);
    }

    /**
     * A copy of everything that a checkpoint needs.
     *
     * @throws TroupeException TRAINING_DIVERGED where a weight is not finite
     */
    public LearnerState state() {
        LearnerState room = LearnerState.ofSize(parameters.length);
        copy(0, parameters.length, room);
        return stateIn(room);
    }

    /** The same into arrays that are there already, piece by piece. */
    public StateCopy copyInto(LearnerState room) {
        return copyInto(room, StateCopy.PIECE);
    }

    StateCopy copyInto(LearnerState room, int piece) {
        return new StateCopy(this, room, piece);
    }

    void copy(int from, int to, LearnerState room) {
        requireFiniteWeights(from, to);
        int length = to - from;
        System.arraycopy(parameters, from, room.online(), from, length);
        System.arraycopy(target.values(), from, room.target(), from, length);
        System.arraycopy(adam.firstMoment(), from, room.firstMoment(), from, length);
        System.arraycopy(adam.secondMoment(), from, room.secondMoment(), from, length);
    }

    LearnerState stateIn(LearnerState room) {
        return new LearnerState(learnerStep, weightsVersion, adam.steps(), room.online(), room.target(),
            room.firstMoment(), room.secondMoment());
    }

    /** Goes on counting where an earlier learner of the run stopped, whatever its weights were. */
    public void countFrom(long earlierLearnerStep, long earlierWeightsVersion) {
        learnerStep = earlierLearnerStep;
        weightsVersion = earlierWeightsVersion;
    }

    /**
     * Goes on from a checkpoint. Versions count on; the incarnation stays this learner's.
     *
     * @throws TroupeException LAYOUT_MISMATCH where the state is of a network of another size
     */
    public void restore(LearnerState state) {
        if (state.online().length != parameters.length) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the checkpoint holds " + state.online().length
                + " parameters, the network has " + parameters.length
                + ": resume with the run's own config.conf, or begin a new run");
        }
        learnerStep = state.learnerStep();
        weightsVersion = state.weightsVersion();
        System.arraycopy(state.online(), 0, parameters, 0, parameters.length);
        online.floats().put(parameters);
        target.copy(state.target());
        adam.restore(state.optimizerStep(), state.firstMoment(), state.secondMoment());
    }

    /** ∂L/∂parameters of the last step, before clipping. */
    float[] gradient() {
        return gradient;
    }

    @Override
    public void close() {
        online.close();
        target.close();
        manager.close();
    }

    private void prepareThread() {
        if (Thread.currentThread() != preparedThread) {
            EngineSetup.prepareThread(settings.engineThreads());
            preparedThread = Thread.currentThread();
        }
    }

    private void computeTargets(NDList next) {
        copy(network.forward(next, target.weights().views()), targetQ);
        float[] selector = targetQ;
        if (settings.isDoubleQ()) {
            copy(network.forward(next, online.views()), selectorQ);
            selector = selectorQ;
        }
        TdTargets.compute(rows, actions, returns, bootstrapDiscounts, selector, targetQ, targets);
    }

    private NDArray predictWithGraph(NDList now, NDManager step) {
        JniUtils.setGradMode(true);
        try {
            return network.forward(now, online.graphParameters(step));
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private void backward(NDArray prediction, NDManager step) {
        lossGradientFloats.put(0, lossGradient);
        NDArray outer = step.create(lossGradientBytes, prediction.getShape(), DataType.FLOAT32);
        JniUtils.backward((PtNDArray) prediction, (PtNDArray) outer, false, false);
        online.takeGradient(step, gradient);
    }

    private void describe(SampledBatch batch) {
        double sumQ = 0;
        double sumLag = 0;
        for (int row = 0; row < rows; row++) {
            metrics.absTdErrors[row] = Math.abs(metrics.tdErrors[row]);
            sumQ += q[row * actions + small.taken()[row]];
            sumLag += weightsVersion - batch.weightsVersion(row);
        }
        metrics.meanQ = sumQ / rows;
        metrics.meanPolicyLag = sumLag / rows;
        metrics.learnerStep = learnerStep;
    }

    private void copy(NDArray array, float[] destination) {
        array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(destination);
    }

    private void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw diverged("the " + what + " is " + value);
        }
    }

    private void requireFiniteWeights(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw diverged("a weight is " + parameters[i]);
            }
        }
    }

    private TroupeException diverged(String what) {
        return new TroupeException(ErrorCode.TRAINING_DIVERGED, "training diverged in learner step " + (learnerStep + 1)
            + ": " + what + ", expected a finite number; resume from the last checkpoint with a lower"
            + " learning.optimizer.learning-rate (now " + adam.learningRate() + ") or max-gradient-norm, and check the"
            + " environment's rewards and observations for NaN");
    }
}
