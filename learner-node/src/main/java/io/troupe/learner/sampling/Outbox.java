package io.troupe.learner.sampling;

import io.troupe.common.wire.FeedbackMessage;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What is to be told to one shard: new priorities and requests for rows. Both travel in one message; what the shard
 * cannot take now stays here, and goes with the next. Allocates nothing after it was made.
 */
final class Outbox {
    private final long storeId;
    private final FeedbackMessage message = new FeedbackMessage();
    private final UnsafeBuffer bytes;
    private final long[] requestedBatches;
    private final int[] requestedRows;
    private final long[] keys;
    private final float[] priorities;
    private int requestCount;
    private int updateCount;

    /**
     * @param maxRequests batches that can be open at once
     * @param maxUpdates  priorities that can wait
     */
    Outbox(long storeId, int maxRequests, int maxUpdates) {
        this.storeId = storeId;
        bytes = new UnsafeBuffer(new byte[FeedbackMessage.length(maxUpdates)]);
        requestedBatches = new long[maxRequests];
        requestedRows = new int[maxRequests];
        keys = new long[maxUpdates];
        priorities = new float[maxUpdates];
    }

    void request(long batchId, int rows) {
        for (int i = 0; i < requestCount; i++) {
            if (requestedBatches[i] == batchId) {
                requestedRows[i] += rows;
                return;
            }
        }
        requestedBatches[requestCount] = batchId;
        requestedRows[requestCount] = rows;
        requestCount++;
    }

    /** Takes a request back that has not been sent yet. */
    void cancel(long batchId) {
        for (int i = 0; i < requestCount; i++) {
            if (requestedBatches[i] == batchId) {
                removeRequest(i);
                return;
            }
        }
    }

    /** False, and nothing kept, where too many wait already. */
    boolean update(long key, float priority) {
        if (updateCount == keys.length) {
            return false;
        }
        keys[updateCount] = key;
        priorities[updateCount] = priority;
        updateCount++;
        return true;
    }

    boolean isEmpty() {
        return requestCount == 0 && updateCount == 0;
    }

    /** Forgets the priorities that wait; returns how many. */
    int dropUpdates() {
        int dropped = updateCount;
        updateCount = 0;
        return dropped;
    }

    void clearRequests() {
        requestCount = 0;
    }

    /** Sends one message with all updates and the oldest request. False where the shard cannot take it now. */
    boolean send(ShardRequests requests, long insertLimitSteps) {
        long batchId = requestCount > 0 ? requestedBatches[0] : 0;
        int rows = requestCount > 0 ? requestedRows[0] : 0;
        message.begin(bytes, 0, storeId, insertLimitSteps, batchId, rows, updateCount);
        for (int i = 0; i < updateCount; i++) {
            message.putUpdate(i, keys[i], priorities[i]);
        }
        if (!requests.offer(storeId, bytes, 0, message.length())) {
            return false;
        }
        updateCount = 0;
        if (rows > 0) {
            removeRequest(0);
        }
        return true;
    }

    private void removeRequest(int index) {
        requestCount--;
        System.arraycopy(requestedBatches, index + 1, requestedBatches, index, requestCount - index);
        System.arraycopy(requestedRows, index + 1, requestedRows, index, requestCount - index);
    }
}
