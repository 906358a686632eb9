package io.troupe.benchmarks.transport;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.learner.transport.AeronShardLinks;
import io.troupe.learner.transport.BatchHandler;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Batches from a shard, as a learner asks for them: the request for the next one travels with new priorities for the
 * rows of the last, and is sent as soon as that is whole. Used by one thread, but for the counts.
 */
final class ShardSamples implements ShardLoad {
    private static final int MAX_MESSAGES = 64;
    private static final int LINE_BYTES = 64;

    private final AeronShardLinks links;
    private final long storeId;
    private final LongConsumer latencyNs;
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final UnsafeBuffer bytes;
    private final BatchHandler batchHandler = this::onBatch;
    private final long[] keys;
    private final float[] priorities = new float[1024];
    private int batchRows;
    private long batchId;
    private int wantedRows;
    private int rows;
    private int turn;
    private boolean isWaiting;
    private boolean isSamplable;
    private long askedNs;
    private long touched;
    private volatile long sampledRows;

    /**
     * @param maxBatchRows rows of a batch, until {@link #batchRows(int)} says otherwise
     * @param latencyNs    hears the time from each request to its last row, on the agent's thread
     */
    ShardSamples(NodeTransport transport, int ownNodeId, ShardPeer shard, StepLayout layout, int maxBatchRows,
                 LongConsumer latencyNs) {
        links = new AeronShardLinks(transport, ownNodeId, layout, PeerSettings.window(layout));
        links.setShards(List.of(shard));
        storeId = shard.storeId();
        batchRows = maxBatchRows;
        this.latencyNs = latencyNs;
        keys = new long[maxBatchRows];
        bytes = new UnsafeBuffer(new byte[FeedbackMessage.length(maxBatchRows)]);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < priorities.length; i++) {
            priorities[i] = (float) random.nextDouble(1e-3, 1);
        }
    }

    /** From the next request on. */
    void batchRows(int newRows) {
        batchRows = newRows;
    }

    @Override
    public String roleName() {
        return "samples";
    }

    @Override
    public int doWork() {
        int work = links.pollBatches(batchHandler, MAX_MESSAGES);
        if (!isWaiting && links.reachableStores().length > 0 && isSamplable && isAsked()) {
            work++;
        }
        return work;
    }

    @Override
    public void onClose() {
        links.close();
    }

    /** Rows that have arrived; each batch's rows got new priorities. Any thread. */
    @Override
    public long rows() {
        return sampledRows;
    }

    /** Keeps the compiler from leaving the reads out. */
    long touched() {
        return touched;
    }

    private boolean isAsked() {
        feedback.begin(bytes, 0, storeId, Long.MAX_VALUE, ++batchId, batchRows, rows);
        for (int i = 0; i < rows; i++) {
            feedback.putUpdate(i, keys[i], priorities[turn++ & priorities.length - 1]);
        }
        long nowNs = System.nanoTime();
        if (!links.offer(storeId, bytes, 0, feedback.length())) {
            return false;
        }
        askedNs = nowNs;
        rows = 0;
        wantedRows = batchRows;
        isWaiting = true;
        return true;
    }

    private void onBatch(BatchMessage batch) {
        // Other shards report here too.
        if (batch.storeId() != storeId) {
            return;
        }
        isSamplable = batch.samplableWindows() > keys.length;
        if (batch.rows() == 0 || batch.batchId() != batchId) {
            return;
        }
        for (int row = 0; row < batch.rows(); row++) {
            keys[rows++] = batch.key(row);
        }
        long sum = 0;
        for (int at = 0; at + Long.BYTES <= batch.length(); at += LINE_BYTES) {
            sum += batch.buffer().getLong(at);
        }
        touched += sum;
        sampledRows = sampledRows + batch.rows();
        if (rows == wantedRows) {
            isWaiting = false;
            latencyNs.accept(System.nanoTime() - askedNs);
        }
    }
}
