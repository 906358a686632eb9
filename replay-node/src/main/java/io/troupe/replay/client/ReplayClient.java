package io.troupe.replay.client;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends steps to a replay service, samples windows from it, and gives them new priorities. Every appended step is
 * stored exactly once: it is kept until the service has acknowledged it, and sent again where it has not.
 *
 * <p>For one thread, and without one of its own: what is due is done in every call, so who stops calling lets what was
 * not acknowledged wait; {@link #flush} ends that. Several threads have a client each.
 */
public final class ReplayClient implements AutoCloseable {
    /** Steps of a lane that may be unacknowledged. */
    public static final int MAX_UNACKNOWLEDGED = 1024;
    private static final int SEND_FROM = 16;
    private static final long RESEND_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The service takes steps as long as it is not told otherwise. */
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final StepLayout layout;
    private final int nodeId;
    private final ReplayLink link;
    private final NanoClock clock;
    private final Patience patience;
    private final Long2ObjectHashMap<LaneBuffer> lanes = new Long2ObjectHashMap<>();
    private final StepsMessage steps;
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final UnsafeBuffer buffer;
    private final int maxRecords;
    private final int maxUpdates;
    private final SampledRows sampled;
    private final Runnable work = this::work;
    private final Consumer<AcksMessage> onAcks = this::onAcks;
    private final Consumer<BatchMessage> onBatch = this::onBatch;
    private long batchId;
    private long samplableWindows;
    private long storedSteps;
    private long storeId;

    /** Made by {@link io.troupe.replay.service.ReplayService#connect}. */
    public ReplayClient(StepLayout layout, WindowSpec window, int nodeId, ReplayLink link, NanoClock clock,
                        IdleStrategy idleStrategy) {
        this.layout = layout;
        this.nodeId = nodeId;
        this.link = link;
        this.clock = clock;
        patience = new Patience(clock, idleStrategy);
        steps = new StepsMessage(layout.stride());
        sampled = new SampledRows(layout, window);
        maxRecords = Math.min(StepsMessage.MAX_RECORDS,
            (link.maxStepsLength() - StepsMessage.RECORDS) / (layout.stride() + StepsMessage.PRIORITY_BYTES));
        if (maxRecords < 1) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "a step of " + layout.stride()
                + " bytes does not fit into a"
                + " message of " + link.maxStepsLength() + "; make the service's termLengthBytes larger");
        }
        maxUpdates = (link.maxFeedbackLength() - FeedbackMessage.length(0))
            / (FeedbackMessage.length(1) - FeedbackMessage.length(0));
        buffer = new UnsafeBuffer(new byte[Math.max(link.maxFeedbackLength(),
            StepsMessage.length(layout.stride(), maxRecords, maxRecords))]);
    }

    /** A step to be filled and appended, as often as one likes. */
    public Step step() {
        return new Step(layout);
    }

    /**
     * Appends the next step of a lane, and waits while {@value #MAX_UNACKNOWLEDGED} of its steps are unacknowledged.
     * The first one after the connection, and the first one after an end, begins an episode.
     *
     * @param laneId   one stream of consecutive steps; a lane that was appended to before goes on behind its last step
     * @param priority of the window that starts at this step, at least 0 and finite; NaN: the highest that there was
     * @throws TroupeException RESOURCE where the service does not acknowledge for 10 s
     */
    public void append(long laneId, Step step, float priority) {
        LaneBuffer lane = lane(laneId);
        await(() -> !lane.isFull(), () -> "acknowledged none of " + MAX_UNACKNOWLEDGED + " steps of lane " + laneId);
        add(lane, step, priority);
    }

    /** {@link #append} without waiting: false, and nothing done, where the lane has too much unacknowledged. */
    public boolean tryAppend(long laneId, Step step, float priority) {
        LaneBuffer lane = lane(laneId);
        if (lane.isFull()) {
            work();
            if (lane.isFull()) {
                return false;
            }
        }
        add(lane, step, priority);
        return true;
    }

    /** After a truncated step: the final observation, to bootstrap from. */
    public void appendFinal(long laneId, Step observation) {
        LaneBuffer lane = lane(laneId);
        if (!lane.isCut()) {
            throw new IllegalArgumentException("lane " + laneId
                + " has no truncated step that a final observation could follow");
        }
        await(() -> !lane.isFull(), () -> "acknowledged none of " + MAX_UNACKNOWLEDGED + " steps of lane " + laneId);
        lane.add(observation.record(), StepLayout.FLAG_CLOSING, Float.NaN);
        sendFrom(lane, SEND_FROM);
    }

    /** Waits until every step is acknowledged: it survives the service's death from then on. */
    public void flush() {
        await(() -> lanes.values().stream().allMatch(LaneBuffer::isAcknowledged),
            () -> "did not acknowledge all steps");
    }

    /**
     * Draws windows in proportion to priority^α, stratified, with replacement; waits for them. For the service's first
     * client only.
     *
     * @throws TroupeException RESOURCE where they do not come within 10 s, because there are none or the service is
     *     gone
     */
    public SampledRows sample(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("got " + rows + " rows to sample, expected at least 1");
        }
        sampled.begin(rows);
        batchId++;
        feedback.begin(buffer, 0, storeId, NO_LIMIT, batchId, rows, 0);
        offerFeedback();
        await(() -> sampled.filled() == rows, () -> "sent " + sampled.filled() + " of " + rows + " rows; it has "
            + samplableWindows + " windows that can be drawn");
        return sampled;
    }

    /** Gives the windows that were sampled last new priorities, one for each row. */
    public void update(SampledRows rows, float[] priorities) {
        if (priorities.length < rows.rows()) {
            throw new IllegalArgumentException("got " + priorities.length + " priorities for " + rows.rows() + " rows");
        }
        long[] keys = new long[rows.rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = rows.key(row);
        }
        update(rows.storeId(), keys, priorities, keys.length);
    }

    /** Gives windows of the last sampled store new priorities; of a window that is gone meanwhile it does nothing. */
    public void update(long[] keys, float[] priorities, int count) {
        update(sampled.storeId(), keys, priorities, count);
    }

    /** Windows that can be drawn, as the service told last. */
    public long samplableWindows() {
        work();
        return samplableWindows;
    }

    /** Steps that the service has ever stored, as it told last. */
    public long storedSteps() {
        work();
        return storedSteps;
    }

    /** Waits until every step is acknowledged, 10 s at most, and lets go. */
    @Override
    public void close() {
        try {
            flush();
        } finally {
            link.close();
        }
    }

    private void add(LaneBuffer lane, Step step, float priority) {
        if (lane.isCut()) {
            throw new IllegalArgumentException("the last step of lane " + lane.laneId()
                + " was truncated; its final observation must follow (appendFinal)");
        }
        if (priority < 0 || priority == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("got the priority " + priority
                + ", expected a finite one of at least 0, or NaN");
        }
        lane.add(step.record(), step.flags(), priority);
        sendFrom(lane, SEND_FROM);
    }

    private LaneBuffer lane(long laneId) {
        LaneBuffer known = lanes.get(laneId);
        if (known != null) {
            return known;
        }
        LaneBuffer lane = new LaneBuffer(laneId, layout.stride(), MAX_UNACKNOWLEDGED);
        lanes.put(laneId, lane);
        try {
            long[] askedNs = {clock.nanoTime() - RESEND_NS};
            await(() -> {
                if (!lane.isOpen() && clock.nanoTime() - askedNs[0] >= RESEND_NS) {
                    lane.encode(steps, buffer, nodeId, 0);
                    askedNs[0] = link.offerSteps(buffer, 0, steps.length()) ? clock.nanoTime() : askedNs[0];
                }
                return lane.isOpen();
            }, () -> "did not tell where lane " + laneId + " goes on");
        } catch (TroupeException e) {
            lanes.remove(laneId);
            throw e;
        }
        return lane;
    }

    private void update(long ofStore, long[] keys, float[] priorities, int count) {
        for (int first = 0; first < count; first += maxUpdates) {
            int some = Math.min(maxUpdates, count - first);
            feedback.begin(buffer, 0, ofStore, NO_LIMIT, 0, 0, some);
            for (int i = 0; i < some; i++) {
                feedback.putUpdate(i, keys[first + i], priorities[first + i]);
            }
            offerFeedback();
        }
    }

    /** Nothing else may use the buffer meanwhile, so acknowledgements wait. */
    private void offerFeedback() {
        patience.await(() -> link.offerFeedback(buffer, 0, feedback.length()), () -> { },
            () -> "does not take what it is told");
    }

    private void await(BooleanSupplier condition, Supplier<String> failure) {
        patience.await(condition, work, failure);
    }

    private void work() {
        link.pollAcks(onAcks);
        link.pollBatches(onBatch);
        long nowNs = clock.nanoTime();
        for (LaneBuffer lane : lanes.values()) {
            lane.resendAfter(RESEND_NS, nowNs);
            sendFrom(lane, 1);
        }
    }

    /** Sends what is there where it is at least so many records. */
    private void sendFrom(LaneBuffer lane, int records) {
        while (lane.isOpen() && lane.unsent() >= records) {
            int count = Math.min(maxRecords, lane.unsent());
            lane.encode(steps, buffer, nodeId, count);
            if (!link.offerSteps(buffer, 0, steps.length())) {
                return;
            }
            lane.onSent(count, clock.nanoTime());
        }
    }

    private void onAcks(AcksMessage acks) {
        long nowNs = clock.nanoTime();
        for (int i = 0; i < acks.laneCount(); i++) {
            LaneBuffer lane = lanes.get(acks.laneId(i));
            if (lane != null) {
                lane.onAck(acks.epoch(i), acks.storedRecords(i), nowNs);
            }
        }
    }

    private void onBatch(BatchMessage batch) {
        storeId = batch.storeId();
        samplableWindows = batch.samplableWindows();
        storedSteps = batch.storedSteps();
        if (batch.rows() > 0 && batch.batchId() == batchId) {
            sampled.add(batch);
        }
    }
}
