package io.troupe.learner.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.transport.StreamKind;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.testing.Await;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AeronShardLinksTest {
    private static final int LEARNER = 1;
    private static final int SHARD = 2;

    private final StepLayout layout = new StepLayout(
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2));
    private final WindowSpec window = WindowSpec.nStep(layout.schema(), 3);
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[512 * 1024]);

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldSendFeedbackAndTakeBatches(Channel channel) {
        TransportSettings settings = new TransportSettings(
            channel, Driver.EMBEDDED, "", "127.0.0.1", 0, 4 << 20, 1408, 10_000);
        try (NodeTransport transport = NodeTransport.open(settings);
             AeronShardLinks links = new AeronShardLinks(transport, LEARNER, layout, window);
             Receiver feedbackReceiver = transport.receiver(StreamKind.FEEDBACK, SHARD);
             Sender batchSender =
                 transport.sender(StreamKind.BATCHES, new NodePeer(LEARNER, transport.endpoint()))) {
            Await.until("both ends to be open", () -> {
                links.pollBatches(message -> { }, 1);
                return feedbackReceiver.isOpen() && batchSender.isConnected();
            });
            sendFeedback(transport, links, feedbackReceiver);
            takeBatches(transport, links, batchSender);
        }
    }

    private void sendFeedback(NodeTransport transport, AeronShardLinks links, Receiver receiver) {
        int length = new FeedbackMessage().begin(bytes, 0, 11, 5000, 9, 64, 1).putUpdate(0, 77, 0.5f).length();
        assertFalse(links.offer(11, bytes, 0, length), "the shard is not known yet");
        links.setShards(List.of(new ShardPeer(11, SHARD, transport.endpoint())));
        Await.until("the shard to be reachable", () -> links.reachableStores().length == 1);
        assertEquals(11, links.reachableStores()[0]);
        Await.until("the feedback to be sent", () -> links.offer(11, bytes, 0, length));
        FeedbackMessage got = new FeedbackMessage();
        int[] count = new int[1];
        Await.until("the feedback", () -> {
            receiver.poll((buffer, offset, size) -> {
                assertTrue(got.wrap(buffer, offset, size));
                assertEquals(5000, got.insertLimitSteps());
                assertEquals(0.5f, got.priority(0));
                count[0]++;
                return true;
            }, 10);
            return count[0] == 1;
        });
    }

    private void takeBatches(NodeTransport transport, AeronShardLinks links, Sender sender) {
        BatchMessage batch = new BatchMessage(layout, window);
        int rows = batch.maxRows(300 * 1024);
        batch.begin(bytes, 0, 11, SHARD, 9, rows).state(1, 2, 3, 4).putRow(rows - 1, 123, 0.25, 2, 1, 0);
        int length = batch.length();
        Await.until("the rows to be sent", () -> sender.offer(bytes, 0, length));
        Await.until("a broken message to be sent", () -> sender.offer(bytes, 0, length - 8));
        int reportLength = batch.begin(bytes, 0, 11, SHARD, 0, 0).state(5, 6, 7, 8).length();
        Await.until("the report to be sent", () -> sender.offer(bytes, 0, reportLength));
        int[] got = new int[2];
        Await.until("the rows and the report", () -> {
            links.pollBatches(message -> {
                if (message.rows() == 0) {
                    got[0]++;
                    assertEquals(8, message.sizeRecords());
                } else {
                    got[1]++;
                    assertEquals(rows, message.rows());
                    assertEquals(123, message.key(rows - 1));
                    assertEquals(0.25, message.drawProbability(rows - 1));
                }
            }, 10);
            return got[0] == 1;
        });
        assertEquals(1, got[1]);
        assertEquals(1, transport.counters().malformed());
    }
}
