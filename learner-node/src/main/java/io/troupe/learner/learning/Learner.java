package io.troupe.learner.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
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
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Improves a network, one sampled batch at a time: an {@link Objective} compares its Q-values with n-step targets
 * (double Q-learning or plain), an {@link Optimizer} takes a clipped step, and the target network follows. Used by one
 * thread. Given equal weights, batches and settings, two learners on the CPU compute equal weights to the bit.
 *
 * <p>The engine runs the network forward and backward, on a GPU where there is one; everything with one number a row or one
 * a parameter is plain Java, where it can be read and tested, and where it costs no array of the engine.
 */
public final class Learner implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Learner.class);

    private final QNetwork network;
    private final LearningSettings settings;
    private final long incarnation;
    private final int rows;
    private final Objective objective;
    private final NDManager manager;
    private final NetworkWeights online;
    private final TargetNetwork target;
    private final TrainableParameters trainable;
    private final Optimizer optimizer;
    private final LearnerMetrics metrics;
    private final long dropoutSeed;
    private final float[] parameters;
    private final float[] gradient;
    private int accumulatedBatches;
    private long learnerStep;
    private long weightsVersion;
    private Thread preparedThread;

    /**
     * Starts with fresh weights; see {@link #restore}.
     *
     * @param window             over the network's observations: {@link WindowSpec#nStep}, or {@link WindowSpec#sequence}
     *                           where the network has a memory
     * @param learnerIncarnation higher than that of any learner of this run before
     * @param random             draws the first weights, and then what dropout begins with: the same for each learner of a
     *                           run
     * @throws TroupeException CONFIGURATION where what is to be frozen is not there, or is everything
     */
    public Learner(QNetwork network, WindowSpec window, LearningSettings settings, long learnerIncarnation,
                   RandomGenerator random) {
        this.network = network;
        this.settings = settings;
        incarnation = learnerIncarnation;
        rows = settings.batchSize();
        objective = network.hasMemory() || window.length() > 1 ? new SequenceObjective(network, window, settings)
            : new TransitionObjective(network, window, settings);
        Device device = EngineSetup.device(settings.device());
        LOGGER.info("learning on the {}", device.isGpu() ? "GPU" : "CPU");
        manager = EngineSetup.newManager(device);
        online = new NetworkWeights(network.parameters(), true, device);
        target = new TargetNetwork(network.parameters(), settings.target(), device);
        int size = network.parameters().size();
        trainable = TrainableParameters.of(network.parameters(), settings.initialWeights().freeze());
        optimizer = Optimizer.of(trainable, settings.optimizer());
        if (trainable.frozenSize() > 0) {
            LOGGER.info("{} of {} parameters stay as they are: learning.initial-weights.freeze = {}",
                trainable.frozenSize(), size, settings.initialWeights().freeze());
        }
        metrics = new LearnerMetrics(rows);

        parameters = new float[size];
        gradient = new float[size];
        online.initialise(random);
        dropoutSeed = random.nextLong();
        online.get(parameters);
        target.copy(parameters);
    }

    /**
     * Learns from a batch. The last of {@code learning.accumulation-batches} makes a learner step: one gradient update
     * with the mean of their gradients.
     *
     * @return the batch's numbers, valid until the next one
     * @throws TroupeException TRAINING_DIVERGED where loss or gradient are not finite; the weights are as before
     */
    public LearnerMetrics step(SampledBatch batch) {
        if (batch.rows() != rows) {
            throw new IllegalArgumentException("got a batch of " + batch.rows() + " rows, expected " + rows);
        }
        prepareThread();
        seedDropout();
        try (NDManager step = manager.newSubManager()) {
            NDArray prediction = objective.compare(batch, step, online, target.weights(), metrics);
            requireFinite("loss", metrics.loss);
            backward(prediction, step);
            metrics.isUpdate = ++accumulatedBatches == settings.accumulationBatches();
            if (metrics.isUpdate) {
                online.takeGradient(step, gradient);
            }
        }
        if (metrics.isUpdate) {
            accumulatedBatches = 0;
            update();
        }
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
        System.arraycopy(optimizer.firstMoment(), from, room.firstMoment(), from, length);
        System.arraycopy(optimizer.secondMoment(), from, room.secondMoment(), from, length);
    }

    LearnerState stateIn(LearnerState room) {
        return new LearnerState(learnerStep, weightsVersion, optimizer.kind(), optimizer.steps(), room.online(),
            room.target(), room.firstMoment(), room.secondMoment());
    }

    /** Begins with these weights, in the layout's order, instead of the fresh ones. */
    public void begin(float[] weights) {
        System.arraycopy(weights, 0, parameters, 0, parameters.length);
        online.put(parameters);
        target.copy(parameters);
    }

    /** Goes on counting where an earlier learner of the run stopped, whatever its weights were. */
    public void countFrom(long earlierLearnerStep, long earlierWeightsVersion) {
        learnerStep = earlierLearnerStep;
        weightsVersion = earlierWeightsVersion;
    }

    /**
     * Goes on from a checkpoint, before the first batch. Versions count on; the incarnation stays this learner's. The
     * moments of another kind of optimizer are of no use to this one, which then begins anew.
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
        online.put(parameters);
        target.copy(state.target());
        if (state.optimizer() == optimizer.kind()) {
            optimizer.restore(state.optimizerStep(), state.firstMoment(), state.secondMoment());
        } else {
            LOGGER.info("the optimizer is {} from now on, and was {}: its moments, the warm-up and the decay of the"
                + " learning rate begin anew", optimizer.kind(), state.optimizer());
        }
    }

    /** ∂L/∂parameters of the last update, before clipping. */
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

    /**
     * The engine does not tell where its generator stands, so that no checkpoint could hold it: what is dropped depends on
     * the run and on how many batches were learned from, and a run that goes on drops what it would have dropped.
     */
    private void seedDropout() {
        if (network.hasDropout()) {
            EngineSetup.seed(dropoutSeed + learnerStep * settings.accumulationBatches() + accumulatedBatches);
        }
    }

    /** Adds the batch's share to the gradient that the engine keeps with the weights. */
    private void backward(NDArray prediction, NDManager step) {
        NDArray outer = step.create(objective.gradient(), prediction.getShape(), DataType.FLOAT32);
        int batches = settings.accumulationBatches();
        NDArray share = batches == 1 ? outer : outer.div(batches);
        JniUtils.backward((PtNDArray) prediction, (PtNDArray) share, false, false);
    }

    private void update() {
        trainable.clearFrozen(gradient);
        metrics.gradientNorm = Optimizer.norm(gradient);
        requireFinite("gradient norm", metrics.gradientNorm);
        metrics.learningRate = optimizer.learningRate();
        optimizer.step(parameters, gradient, metrics.gradientNorm);
        online.put(parameters);
        learnerStep++;
        target.follow(parameters, learnerStep);
    }

    private void describe(SampledBatch batch) {
        double sumLag = 0;
        metrics.minPolicyLag = Long.MAX_VALUE;
        metrics.maxPolicyLag = Long.MIN_VALUE;
        for (int row = 0; row < rows; row++) {
            long lag = weightsVersion - batch.weightsVersion(row);
            sumLag += lag;
            metrics.minPolicyLag = Math.min(metrics.minPolicyLag, lag);
            metrics.maxPolicyLag = Math.max(metrics.maxPolicyLag, lag);
        }
        metrics.meanPolicyLag = sumLag / rows;
        metrics.largestImportanceWeight = batch.largestImportanceWeight();
        metrics.learnerStep = learnerStep;
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
            + " learning.optimizer.learning-rate (now " + optimizer.learningRate() + ") or max-gradient-norm, and check"
            + " the environment's rewards and observations for NaN");
    }
}
