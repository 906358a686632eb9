package io.troupe.replay.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.Receiver;
import io.troupe.common.transport.Sender;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.testing.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real shard behind real streams, with an actor and a learner played by the test, and a clock that it moves. */
abstract class PlayedStreams {
    static final int SHARD = 1;
    static final int ACTOR = 2;
    static final int LEARNER = 3;
    static final long STORE = 99;
    static final long LANE = 5;
    static final long UNLIMITED = Long.MAX_VALUE;
    static final int FIRST_STEPS = 8;
    static final long MS = 1_000_000;

    final StepLayout layout = new StepLayout(
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    final WindowSpec window = WindowSpec.nStep(layout.schema(), 3);
    final StepsMessage stepsMessage = new StepsMessage(layout.stride());
    final UnsafeBuffer bytes = new UnsafeBuffer(new byte[4096]);
    final UnsafeBuffer record = new UnsafeBuffer(new byte[layout.stride()]);
    final AcksMessage acks = new AcksMessage();
    final BatchMessage batch = new BatchMessage(layout, window);

    @TempDir
    Path folder;
    long nowNs = 1_000 * MS;
    NodeTransport transport;
    ReplayShard shard;
    ReplayAgent agent;
    Sender steps;
    Sender feedback;
    Receiver acksReceiver;
    Receiver batchReceiver;
    int acksReceived;
    int reportsReceived;
    int rowsReceived;
    long storedWhenDrawn;

    @BeforeEach
    void open() {
        transport = NodeTransport.open(new TransportSettings(
            Channel.IPC, Driver.EMBEDDED, "", "127.0.0.1", 0, 1 << 20, 1408, 10_000));
        shard = new ReplayShard(new ReplayShardSettings(folder, layout, window, 1 << 16, 16, 0.6, false,
            transport.maxMessageLength(StreamKind.BATCHES)), new SplittableRandom(1), () -> STORE);
        agent = new ReplayAgent(transport, SHARD, layout, shard, () -> nowNs);
        steps = transport.sender(StreamKind.STEPS, peer(SHARD));
        feedback = transport.sender(StreamKind.FEEDBACK, peer(SHARD));
        acksReceiver = transport.receiver(StreamKind.ACKS, ACTOR);
        batchReceiver = transport.receiver(StreamKind.BATCHES, LEARNER);
        agent.setPeers(List.of(peer(ACTOR)), peer(LEARNER));
        Await.until("the shard to be connected", () -> {
            agent.doWork();
            return steps.isConnected() && feedback.isConnected();
        });
        Await.until("feedback to be sent", () -> sendFeedback(UNLIMITED, 1, 0));
        Await.until("steps to be sent", () -> sendSteps(LANE, 0, FIRST_STEPS));
        Await.until("every stream to have carried something", () -> {
            agent.doWork();
            nowNs += MS;
            receive();
            return shard.storedSteps() == FIRST_STEPS && acksReceived > 0 && reportsReceived > 0;
        });
        nowNs += 1_000 * MS;
        turn();
        acksReceived = 0;
        reportsReceived = 0;
    }

    @AfterEach
    void close() {
        agent.onClose();
        steps.close();
        feedback.close();
        acksReceiver.close();
        batchReceiver.close();
        transport.close();
    }

    NodePeer peer(int nodeId) {
        return new NodePeer(nodeId, transport.endpoint());
    }

    boolean sendSteps(long laneId, long firstRecord, int count) {
        stepsMessage.begin(bytes, 0, laneId, 0, ACTOR, firstRecord, count, count);
        for (int i = 0; i < count; i++) {
            record.putInt(StepLayout.FLAGS_OFFSET, firstRecord + i == 0 ? StepLayout.FLAG_EPISODE_START : 0);
            // The priority is of the window that the record completes; before the third there is none.
            stepsMessage.putRecord(i, record, 0).putPriority(i, Math.max(0, firstRecord + i - 3), 1);
        }
        return steps.offer(bytes, 0, stepsMessage.length());
    }

    boolean sendFeedback(long limitSteps, long batchId, int rows) {
        FeedbackMessage message = new FeedbackMessage();
        return feedback.offer(bytes, 0, message.begin(bytes, 0, STORE, limitSteps, batchId, rows, 0).length());
    }

    void turn() {
        agent.doWork();
        receive();
    }

    void receive() {
        acksReceiver.poll((buffer, offset, length) -> {
            assertTrue(acks.wrap(buffer, offset, length));
            acksReceived++;
            return true;
        }, 1000);
        batchReceiver.poll((buffer, offset, length) -> {
            assertTrue(batch.wrap(buffer, offset, length));
            if (batch.rows() == 0) {
                reportsReceived++;
            } else {
                rowsReceived += batch.rows();
                storedWhenDrawn = batch.storedSteps();
            }
            return true;
        }, 1000);
    }
}
