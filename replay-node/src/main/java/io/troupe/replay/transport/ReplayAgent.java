package io.troupe.replay.transport;

import io.troupe.common.agent.Commands;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.AppendResult;
import io.troupe.replay.shard.ReplayShard;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * A shard's duty: feedback first, since it may open the limit and brings what is owed; then rows to the learner, who
 * waits for them; then steps; then acknowledgements. Steps are not read while the shard is limited: Aeron's flow
 * control holds the actors back. One thread drives it; others reach it through {@link #commands()}.
 */
public final class ReplayAgent implements Agent {
    private static final int MAX_FEEDBACK_MESSAGES = 16;
    private static final int MAX_STEPS_MESSAGES = 64;
    /** What is done for those who look inside before the clock is asked again: some 10 µs. */
    private static final int INSPECTED_SLOTS = 1024;
    private static final int MAX_INSPECTIONS = 64;
    private static final long MIN_INSPECTION_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long MAX_INSPECTION_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int INSPECTION_SHARE = 8;
    private static final long SNAPSHOT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ReplayShard shard;
    private final NanoClock clock;
    private final Commands commands = new Commands();
    private final Receiver feedbackReceiver;
    private final Receiver stepsReceiver;
    private final LearnerStream learnerStream;
    private final AckStreams ackStreams;
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final StepsMessage steps;
    private final MessageHandler feedbackDecoder = this::onFeedback;
    private final MessageHandler stepsDecoder = this::onSteps;
    private final String roleName;
    private long snapshotNs;
    private Departure departure;
    private boolean canLanesGo;
    private volatile boolean isGone;

    /** @param ownNodeId issued by the coordinator: actors and the learner send to it */
    public ReplayAgent(NodeTransport transport, int ownNodeId, StepLayout layout, ReplayShard shard, NanoClock clock) {
        this.shard = shard;
        this.clock = clock;
        shard.nodeId(ownNodeId);
        steps = new StepsMessage(layout.stride(), layout.stateBytes());
        feedbackReceiver = transport.receiver(StreamKind.FEEDBACK, ownNodeId);
        stepsReceiver = transport.receiver(StreamKind.STEPS, ownNodeId);
        learnerStream = new LearnerStream(transport, shard);
        ackStreams = new AckStreams(transport, shard);
        roleName = "replay-" + ownNodeId;
    }

    @Override
    public String roleName() {
        return roleName;
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        shard.beginCycle(nowNs);
        int work = commands.drain();
        work += feedbackReceiver.poll(feedbackDecoder, MAX_FEEDBACK_MESSAGES);
        work += learnerStream.send(nowNs);
        work += isFarewell() ? 0 : pollSteps();
        work += ackStreams.send(nowNs);
        work += inspect(nowNs);
        if (departure != null) {
            departure.advance(nowNs, shard.presentLanes(), canLanesGo, shard.isServed());
            isGone = departure.phase() == Departure.Phase.GONE;
        }
        if (nowNs - snapshotNs >= SNAPSHOT_INTERVAL_NS) {
            snapshotNs = nowNs;
            shard.publish();
        }
        shard.endCycle(work > 0);
        return work;
    }

    @Override
    public void onClose() {
        feedbackReceiver.close();
        stepsReceiver.close();
        learnerStream.close();
        ackStreams.close();
        shard.publish();
        shard.close();
    }

    /** What other threads want done on this one. */
    public Commands commands() {
        return commands;
    }

    /** On the agent's thread: all actor nodes that there are now, and the learner; null where there is none. */
    public void setPeers(List<NodePeer> actors, NodePeer learner) {
        ackStreams.setActors(actors);
        learnerStream.setLearner(learner);
    }

    /** On the agent's thread: see {@link ReplayShard#moveAway}. */
    public void moveAway(long laneId, long fromRecord, int epoch) {
        shard.moveAway(laneId, fromRecord, epoch);
    }

    /** On the agent's thread: whether there is a shard that lanes can go to when this one leaves. */
    public void setCanLanesGo(boolean value) {
        canLanesGo = value;
    }

    /** On the agent's thread: the shard is to leave when its lanes have gone, and {@code drainNs} have passed. */
    public void drain(long drainNs) {
        if (departure == null) {
            shard.drain();
            departure = new Departure(drainNs, clock.nanoTime());
        }
    }

    /** {@link #drain} takes no longer than this, as long as the agent runs. */
    public static long maxDrainNs(long drainNs) {
        return drainNs + Departure.PATIENCE_NS + Departure.MAX_FAREWELL_NS;
    }

    /** Whether {@link #drain} is done: what the shard holds can go with it. Any thread. */
    public boolean isGone() {
        return isGone;
    }

    private boolean isFarewell() {
        return departure != null && departure.phase() != Departure.Phase.DRAINING;
    }

    /** Takes an eighth of what the rest of this turn took, so that draws and inserts are as quick as before. */
    private int inspect(long turnNs) {
        if (!shard.inspector().isAsked()) {
            return 0;
        }
        long beginNs = clock.nanoTime();
        long shareNs = Math.min(MAX_INSPECTION_NS, Math.max(MIN_INSPECTION_NS, (beginNs - turnNs) / INSPECTION_SHARE));
        int count = 0;
        do {
            shard.inspector().advance(INSPECTED_SLOTS);
            count++;
        } while (count < MAX_INSPECTIONS && shard.inspector().isAsked() && clock.nanoTime() - beginNs < shareNs);
        // Who waits for a core is let in: this thread would not park before it has counted all.
        Thread.yield();
        return count;
    }

    private int pollSteps() {
        int work = 0;
        // One message at a time, for each can reach the limit.
        for (int i = 0; i < MAX_STEPS_MESSAGES && !shard.isLimited(); i++) {
            int polled = stepsReceiver.poll(stepsDecoder, 1);
            if (polled == 0) {
                break;
            }
            work += polled;
        }
        if (work == 0) {
            // Keeps the stream open while nothing is read, so that actors stay connected.
            stepsReceiver.isOpen();
        }
        return work;
    }

    private boolean onFeedback(DirectBuffer buffer, int offset, int length) {
        if (!feedback.wrap(buffer, offset, length)) {
            shard.countMalformedMessage();
            return false;
        }
        shard.onFeedback(feedback);
        return true;
    }

    private boolean onSteps(DirectBuffer buffer, int offset, int length) {
        if (!steps.wrap(buffer, offset, length)) {
            shard.countMalformedMessage();
            return false;
        }
        return shard.append(steps) != AppendResult.INVALID;
    }
}
