package io.troupe.replay.transport;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.MessageHandler;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.service.ShardService;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * A shard's duty: feedback first, since it may open the limit and brings what is owed; then rows to the learner, who
 * waits for them; then steps; then acknowledgements. Steps are not read while the shard is limited: Aeron's flow
 * control holds the actors back. Used by one thread, but for {@link #setPeers}.
 */
public final class ReplayAgent implements Agent {
    private static final int MAX_FEEDBACK = 16;
    /** Steps are read one message at a time, for each can reach the limit. */
    private static final int MAX_STEPS_MESSAGES = 64;

    private record Peers(List<NodePeer> actors, NodePeer learner) {
    }

    private final ShardService shard;
    private final NanoClock clock;
    private final Receiver feedbackReceiver;
    private final Receiver stepsReceiver;
    private final LearnerStream learnerStream;
    private final AckStreams ackStreams;
    private final FeedbackMessage feedback = new FeedbackMessage();
    private final StepsMessage steps;
    private final MessageHandler feedbackDecoder = this::onFeedback;
    private final MessageHandler stepsDecoder = this::onSteps;
    private final String roleName;
    private Peers applied;
    private volatile Peers wanted;

    /** @param ownNodeId issued by the coordinator: actors and the learner send to it */
    public ReplayAgent(NodeTransport transport, int ownNodeId, StepLayout layout, ShardService shard, NanoClock clock) {
        this.shard = shard;
        this.clock = clock;
        steps = new StepsMessage(layout.stride());
        feedbackReceiver = transport.receiver(StreamKind.FEEDBACK, ownNodeId);
        stepsReceiver = transport.receiver(StreamKind.STEPS, ownNodeId);
        learnerStream = new LearnerStream(transport, shard);
        ackStreams = new AckStreams(transport, ownNodeId, shard);
        roleName = "replay-" + ownNodeId;
    }

    /**
     * All actor nodes that there are now, and the learner; null where there is none. From any thread; taken over in the
     * next duty cycle.
     */
    public void setPeers(List<NodePeer> actors, NodePeer learner) {
        wanted = new Peers(List.copyOf(actors), learner);
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        int work = refreshPeers();
        work += feedbackReceiver.poll(feedbackDecoder, MAX_FEEDBACK);
        work += learnerStream.send(nowNs);
        work += pollSteps();
        work += ackStreams.send(nowNs);
        return work;
    }

    @Override
    public void onClose() {
        feedbackReceiver.close();
        stepsReceiver.close();
        learnerStream.close();
        ackStreams.close();
    }

    @Override
    public String roleName() {
        return roleName;
    }

    private int pollSteps() {
        if (shard.isLimited()) {
            // Keeps the stream open, so that actors stay connected.
            stepsReceiver.isOpen();
            return 0;
        }
        int work = 0;
        for (int i = 0; i < MAX_STEPS_MESSAGES && !shard.isLimited(); i++) {
            int packets = stepsReceiver.poll(stepsDecoder, 1);
            if (packets == 0) {
                break;
            }
            work += packets;
        }
        return work;
    }

    private int refreshPeers() {
        Peers now = wanted;
        if (now == applied) {
            return 0;
        }
        applied = now;
        ackStreams.setActors(now.actors());
        learnerStream.setLearner(now.learner());
        return 1;
    }

    private boolean onFeedback(DirectBuffer buffer, int offset, int length) {
        if (!feedback.wrap(buffer, offset, length)) {
            return false;
        }
        shard.onFeedback(feedback);
        return true;
    }

    private boolean onSteps(DirectBuffer buffer, int offset, int length) {
        if (!steps.wrap(buffer, offset, length)) {
            return false;
        }
        shard.onSteps(steps);
        return true;
    }
}
