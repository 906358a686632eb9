package io.troupe.replay.service;

import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;

/**
 * Port: a shard as seen by whoever brings it messages. All methods are called by one thread and do not block. Messages
 * are valid during the call only.
 */
public interface ShardService {
    /** The random number in the header of the shard's files. */
    long storeId();

    /** Whether no steps are wanted at present because the insert limit is reached. Then none are handed over. */
    boolean isLimited();

    /** Stores records that it does not have yet. */
    void onSteps(StepsMessage steps);

    /** Takes new priorities, the insert limit and what rows are asked for. */
    void onFeedback(FeedbackMessage feedback);

    /**
     * Sends rows that are owed, until nothing is owed, the sink turns a message away, or enough has been done for one
     * duty cycle.
     *
     * @return rows sent
     */
    int serve(BatchSink sink);

    /** Another learner has come, or this one again: what was owed to it is owed to nobody. */
    void forgetRequests();

    /** A number that changes whenever the stored steps or the samplable windows have changed. */
    long stateVersion();

    /**
     * Sends the shard's state, as a batch of 0 rows.
     *
     * @return false where the sink has turned it away
     */
    boolean report(BatchSink sink);

    /** Lanes of this actor node whose steps are stored here. */
    int laneCount(int actorNodeId);

    /** A number that changes whenever an acknowledgement of this actor node's lanes has changed. */
    long ackVersion(int actorNodeId);

    /**
     * Puts the acknowledgements of this node's lanes {@code firstLane} … {@code firstLane + count − 1}, in the shard's
     * own order, at the indices 0 … {@code count − 1} of {@code target}, which has been begun.
     */
    void putAcks(int actorNodeId, int firstLane, int count, AcksMessage target);
}
