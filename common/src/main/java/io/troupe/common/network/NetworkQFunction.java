package io.troupe.common.network;

import ai.djl.ndarray.NDManager;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The Q-function of a network with weights of its own; they are zero until {@link #load}. */
public final class NetworkQFunction implements QFunction {
    private final QNetwork network;
    private final int maxRows;
    private final int engineThreads;
    private final NDManager manager;
    private final NetworkWeights weights;
    private final ObservationInputs inputs;
    private final LaneMemory memory;
    private Thread preparedThread;

    /**
     * @param maxRows       rows that one call can take, at least 1
     * @param engineThreads threads inside one operation of the engine
     */
    public NetworkQFunction(QNetwork network, int maxRows, int engineThreads) {
        this(network, maxRows, engineThreads, true);
    }

    /** @param isContextKept whether what is known of the steps before is kept, where the network tells what is worth it */
    NetworkQFunction(QNetwork network, int maxRows, int engineThreads, boolean isContextKept) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("a Q-function needs room for at least 1 row, got " + maxRows);
        }
        this.network = network;
        this.maxRows = maxRows;
        this.engineThreads = engineThreads;
        manager = EngineSetup.newManager();
        weights = new NetworkWeights(network.parameters(), false);
        inputs = new ObservationInputs(network.schema(), maxRows);
        memory = memory(isContextKept);
    }

    @Override
    public int maxRows() {
        return maxRows;
    }

    @Override
    public int actionCount() {
        return network.actionCount();
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return inputs.column(column);
    }

    @Override
    public void show(int row, int lane, int previousAction, float previousReward) {
        if (row < 0 || row >= maxRows || lane < 0 || lane >= maxRows) {
            throw new IllegalArgumentException("got row " + row + " of lane " + lane + ", expected 0 … " + (maxRows - 1));
        }
        memory.show(row, lane, previousAction == NO_ACTION);
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        evaluate(rows, qValues, null);
    }

    @Override
    public void evaluate(int rows, float[] qValues, AttentionWatcher watcher) {
        if (rows < 1 || rows > maxRows) {
            throw new IllegalArgumentException("got " + rows + " rows, expected 1 … " + maxRows);
        }
        prepareThread();
        try (NDManager call = manager.newSubManager()) {
            NetworkOutput output = network.forward(memory.input(call, rows), weights.views());
            memory.take(output, rows, qValues);
            if (watcher != null && !output.attention().isEmpty()) {
                tell(output, rows, watcher);
            }
        }
    }

    private void tell(NetworkOutput output, int rows, AttentionWatcher watcher) {
        for (int row = 0; row < rows; row++) {
            if (watcher.isWatched(row)) {
                watcher.onAttention(row, memory.attention(output, row));
            }
        }
    }

    @Override
    public boolean evaluateHiding(int row, int[] hidden, float[] qValues) {
        if (hidden.length < 1 || hidden.length > maxRows) {
            throw new IllegalArgumentException("got " + hidden.length + " steps to hide, expected 1 … " + maxRows);
        }
        if (!(memory instanceof RecentObservations recent)) {
            return false;
        }
        prepareThread();
        try (NDManager call = manager.newSubManager()) {
            NetworkInput input = recent.repeated(call, row, hidden.length);
            int newest = input.positions() - 1;
            for (int step : hidden) {
                if (step < 0 || step > newest) {
                    throw new IllegalArgumentException("got step " + step + " to hide, expected 0 … " + newest);
                }
            }
            NetworkOutput output = network.forward(input,
                HiddenSteps.of(call, hidden, newest, input.positions()), weights.views());
            recent.takeLast(output, input, qValues);
        }
        return true;
    }

    private void prepareThread() {
        if (Thread.currentThread() != preparedThread) {
            EngineSetup.prepareThread(engineThreads);
            preparedThread = Thread.currentThread();
        }
    }

    @Override
    public int stateBytes() {
        return network.stateSize() * Float.BYTES;
    }

    @Override
    public void storeState(int lane, MutableDirectBuffer target, int offset) {
        memory.storeState(lane, target, offset);
    }

    @Override
    public void load(DirectBuffer newWeights) {
        weights.load(newWeights);
        memory.forgetWeights();
    }

    @Override
    public void close() {
        weights.close();
        manager.close();
    }

    private LaneMemory memory(boolean isContextKept) {
        if (network.stateSize() > 0) {
            return new CarriedState(inputs, maxRows, network.stateSize());
        }
        if (network.contextLength() > 1) {
            int contextLength = network.contextLength();
            ObservationInputs shown = new ObservationInputs(network.schema(), maxRows * contextLength);
            KeptContext.Size kept = isContextKept ? network.kept() : null;
            ContextCache cache = kept == null ? null : new ContextCache(kept, maxRows, contextLength);
            return new RecentObservations(inputs, shown, maxRows, contextLength, network.actionCount(), cache);
        }
        return new LaneMemory.None(inputs);
    }
}
