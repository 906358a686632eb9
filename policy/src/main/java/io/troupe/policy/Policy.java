package io.troupe.policy;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A trained policy that acts. All methods may be called by any thread; they are done one after the other, so a forward
 * pass sees the weights of one version, whole. {@link PolicyBatch} and {@link PolicySession} are one thread's each.
 */
public final class Policy implements AutoCloseable {
    private final NetworkSettings settings;
    private final QNetwork network;
    private final NetworkQFunction qFunction;
    private final ObservationWriter writer;
    private final boolean[] isLaneTaken;
    private final PolicyBatch single;
    private final SplittableRandom random;
    private final int maxRows;
    private volatile long weightsVersion;
    private boolean isClosed;

    private Policy(PolicyPackage policy, PolicyOptions options) {
        settings = networkOf(policy);
        network = policy.network();
        maxRows = options.maxRows();
        writer = new ObservationWriter(policy.schema());
        qFunction = new NetworkQFunction(network, maxRows, options.engineThreads());
        isLaneTaken = new boolean[maxRows];
        random = new SplittableRandom(options.seed());
        single = new PolicyBatch(this, 1);
        swap(policy);
    }

    /**
     * Reads a file that {@code troupe export} wrote, with the default options.
     *
     * @throws TroupeException CHECKPOINT where it is no policy or is damaged
     */
    public static Policy load(Path file) {
        return load(file, PolicyOptions.DEFAULTS);
    }

    public static Policy load(Path file, PolicyOptions options) {
        return of(PolicyPackage.read(file), options);
    }

    public static Policy of(PolicyPackage policy, PolicyOptions options) {
        return new Policy(policy, options);
    }

    public EnvironmentSchema schema() {
        return network.schema();
    }

    public int actionCount() {
        return network.actionCount();
    }

    /** Numbers of one observation: those of all its columns. */
    public int observationElements() {
        return writer.elements();
    }

    /** Whether it acts in sessions only. */
    public boolean hasMemory() {
        return network.hasMemory();
    }

    public int maxRows() {
        return maxRows;
    }

    public long weightsVersion() {
        return weightsVersion;
    }

    /**
     * The greedy action for one observation, of a network without a memory; elements as in {@link PolicyBatch#add}.
     *
     * @throws IllegalArgumentException where {@link #schema} has an action mask: which actions are legal has to be said
     */
    public PolicyAnswer act(float[] observation) {
        return actOnce(null, observation, null, 0);
    }

    /** One observation, with a mask (null: all actions, of a schema without a mask) and a share of random actions. */
    public PolicyAnswer act(float[] observation, boolean[] mask, double epsilon) {
        return actOnce(null, observation, mask, epsilon);
    }

    synchronized PolicyAnswer actOnce(PolicySession session, float[] observation, boolean[] mask, double epsilon) {
        single.clear();
        single.add(session, observation, mask, epsilon);
        try {
            act(single);
            return single.answer(0);
        } finally {
            single.clear();
        }
    }

    /** A batch for {@link #act(PolicyBatch)}, with room for {@link #maxRows} observations. */
    public PolicyBatch batch() {
        return new PolicyBatch(this, maxRows);
    }

    /** Evaluates the batch's rows in one forward pass; results are in the batch. Does nothing without rows. */
    public synchronized void act(PolicyBatch batch) {
        requireOpen();
        int rows = batch.rows;
        if (rows == 0) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            PolicySession session = batch.sessions[row];
            writer.write(batch.observations, row, qFunction);
            if (session != null) {
                qFunction.show(row, session.lane, session.isEpisodeStart ? NetworkQFunction.NO_ACTION : 0, 0);
            }
        }
        qFunction.evaluate(rows, batch.qValues);
        for (int row = 0; row < rows; row++) {
            if (batch.sessions[row] != null) {
                batch.sessions[row].isEpisodeStart = false;
            }
            batch.actions[row] = batch.epsilons[row] > 0 && random.nextDouble() < batch.epsilons[row]
                ? randomAction(batch, row) : greedyAction(batch, row);
        }
        batch.weightsVersion = weightsVersion;
    }

    private int greedyAction(PolicyBatch batch, int row) {
        int first = row * actionCount();
        int best = -1;
        for (int action = 0; action < actionCount(); action++) {
            if (batch.allowed[first + action]
                && (best < 0 || batch.qValues[first + action] > batch.qValues[first + best])) {
                best = action;
            }
        }
        return best;
    }

    private int randomAction(PolicyBatch batch, int row) {
        int first = row * actionCount();
        int count = 0;
        int chosen = -1;
        for (int action = 0; action < actionCount(); action++) {
            if (batch.allowed[first + action] && random.nextInt(++count) == 0) {
                chosen = action;
            }
        }
        return chosen;
    }

    void check(float[] observation) {
        writer.check(observation);
    }

    /**
     * A memory for episodes that follow each other.
     *
     * @throws TroupeException RESOURCE where there are {@link #maxRows} already
     */
    public synchronized PolicySession session() {
        requireOpen();
        for (int lane = 0; lane < maxRows; lane++) {
            if (!isLaneTaken[lane]) {
                isLaneTaken[lane] = true;
                return new PolicySession(this, lane);
            }
        }
        throw new TroupeException(ErrorCode.RESOURCE, "there are " + maxRows
            + " sessions already: close one, or load the policy with room for more");
    }

    synchronized void end(PolicySession session) {
        if (!session.isClosed) {
            session.isClosed = true;
            isLaneTaken[session.lane] = false;
        }
    }

    /**
     * Goes on with other weights of the same network: calls before this one have the old ones, calls after it the new
     * ones. What sessions remember stays.
     *
     * @throws TroupeException LAYOUT_MISMATCH where they are of another network or environment; CHECKPOINT where they
     *                         are not finite. The old ones stay
     */
    public void swap(PolicyPackage policy) {
        if (!policy.schema().equals(network.schema()) || !policy.network().parameters().fingerprint()
            .equals(network.parameters().fingerprint())) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "these weights are of another network or environment: "
                + policy.network().parameters().describe() + " of " + policy.schema() + ", expected "
                + network.parameters().describe() + " of " + network.schema());
        }
        // Heads, or what they look at, make another network of parameters of the same shapes.
        if (!networkOf(policy).equals(settings)) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "these weights are of a network that is set otherwise: "
                + networkOf(policy) + ", expected " + settings);
        }
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
        float[] weights = policy.weights();
        for (int i = 0; i < weights.length; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new TroupeException(ErrorCode.CHECKPOINT, "weight " + i + " is " + weights[i]
                    + ", expected a finite number: export another checkpoint");
            }
            bytes.putFloat(i * Float.BYTES, weights[i], ByteOrder.LITTLE_ENDIAN);
        }
        synchronized (this) {
            requireOpen();
            qFunction.load(bytes);
            weightsVersion = policy.manifest().weightsVersion();
        }
    }

    private static NetworkSettings networkOf(PolicyPackage policy) {
        return policy.configuration().settings().network();
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the policy is closed");
        }
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            qFunction.close();
        }
    }
}
