package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.schema.ObservationColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The Q-function of a network with weights of its own; they are zero until {@link #load}. */
public final class NetworkQFunction implements QFunction {
    private static final int ALIGNMENT = 64;

    private final QNetwork network;
    private final List<ObservationColumn> columns;
    private final int maxRows;
    private final int engineThreads;
    private final NDManager manager;
    private final NetworkWeights weights;
    private final ByteBuffer[] inputBytes;
    private final UnsafeBuffer[] inputs;
    private Thread preparedThread;

    /**
     * @param maxRows       rows that one call can take, at least 1
     * @param engineThreads threads inside one operation of the engine
     */
    public NetworkQFunction(QNetwork network, int maxRows, int engineThreads) {
        if (maxRows < 1) {
            throw new IllegalArgumentException("a Q-function needs room for at least 1 row, got " + maxRows);
        }
        this.network = network;
        this.columns = network.schema().observations();
        this.maxRows = maxRows;
        this.engineThreads = engineThreads;
        manager = EngineSetup.newManager();
        weights = new NetworkWeights(network.parameters(), false);
        inputBytes = new ByteBuffer[columns.size()];
        inputs = new UnsafeBuffer[columns.size()];
        for (int i = 0; i < inputs.length; i++) {
            int bytes = Math.multiplyExact(maxRows, columns.get(i).bytes());
            inputBytes[i] = BufferUtil.allocateDirectAligned(bytes, ALIGNMENT).order(ByteOrder.nativeOrder());
            inputs[i] = new UnsafeBuffer(inputBytes[i]);
        }
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
        return inputs[column];
    }

    @Override
    public void evaluate(int rows, float[] qValues) {
        if (rows < 1 || rows > maxRows) {
            throw new IllegalArgumentException("got " + rows + " rows, expected 1 … " + maxRows);
        }
        if (Thread.currentThread() != preparedThread) {
            EngineSetup.prepareThread(engineThreads);
            preparedThread = Thread.currentThread();
        }
        try (NDManager call = manager.newSubManager()) {
            NDArray result = network.forward(observations(call, rows), weights.views());
            result.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer()
                .get(qValues, 0, rows * network.actionCount());
        }
    }

    @Override
    public void load(DirectBuffer newWeights) {
        weights.load(newWeights);
    }

    @Override
    public void close() {
        weights.close();
        manager.close();
    }

    private NDList observations(NDManager call, int rows) {
        NDList observations = new NDList(inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            ObservationColumn column = columns.get(i);
            inputBytes[i].clear().limit(rows * column.bytes());
            Shape shape = new Shape(rows, ObservationArrays.elements(column));
            observations.add(call.create(inputBytes[i], shape, ObservationArrays.type(column)));
        }
        return observations;
    }
}
