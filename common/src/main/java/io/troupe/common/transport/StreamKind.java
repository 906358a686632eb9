package io.troupe.common.transport;

/**
 * The four kinds of stream between nodes. A stream belongs to its subscriber: every node that has something for it
 * publishes to the same stream id, each with a session of its own.
 */
public enum StreamKind {
    /** Actor → shard. */
    STEPS(1, Integer.MAX_VALUE),
    /** Shard → actor: 16 lanes take 416 bytes. */
    ACKS(2, 256 * 1024),
    /** Shard → learner. */
    BATCHES(3, Integer.MAX_VALUE),
    /** Learner → shard: a batch of 512 priorities takes 8 KiB. */
    FEEDBACK(4, 512 * 1024);

    /** Stream ids of one node; 0 is its anchor. */
    static final int STREAMS_PER_NODE = 8;
    /** The largest node id whose stream ids still fit an int. */
    public static final int MAX_NODE_ID = Integer.MAX_VALUE / STREAMS_PER_NODE - 1;

    private final int index;
    private final int maxTermLengthBytes;

    StreamKind(int index, int maxTermLengthBytes) {
        this.index = index;
        this.maxTermLengthBytes = maxTermLengthBytes;
    }

    /** @param subscriberNodeId issued by the coordinator, unique in the run, 1 … {@link #MAX_NODE_ID} */
    public int streamId(int subscriberNodeId) {
        if (subscriberNodeId < 1 || subscriberNodeId > MAX_NODE_ID) {
            throw new IllegalArgumentException("node id " + subscriberNodeId + " is outside 1 … " + MAX_NODE_ID);
        }
        return subscriberNodeId * STREAMS_PER_NODE + index;
    }

    /** Every log takes three terms of shared memory, so what is small gets small ones. */
    int termLengthBytes(int configuredBytes) {
        return Math.min(configuredBytes, maxTermLengthBytes);
    }
}
