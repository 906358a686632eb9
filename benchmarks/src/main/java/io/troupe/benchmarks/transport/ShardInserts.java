package io.troupe.benchmarks.transport;

import io.troupe.actor.acting.StepSink;
import io.troupe.actor.transport.AeronStepSink;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.MessageHeader;
import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Steps of some lanes to a shard, as fast as it takes them, with their first priorities, and its acknowledgements, as
 * an actor sends and reads them. Episodes are of 200 steps. Used by one thread, but for {@link #rows()}.
 */
final class ShardInserts implements ShardLoad {
    private static final int LANES = 8;
    private static final int EPISODE_STEPS = 200;
    /** Nothing more is sent before these are acknowledged. */
    private static final int MAX_UNACKNOWLEDGED_MESSAGES = 256;

    private final AeronStepSink sink;
    private final long storeId;
    private final StepsMessage message;
    private final UnsafeBuffer bytes;
    private final int nodeId;
    private final int stepsPerMessage;
    private final float[] priorities = new float[1024];
    private final long[] nextStep = new long[LANES];
    private final long[] acknowledged = new long[LANES];
    private final StepSink.AcksHandler acksHandler = this::onAcks;
    private int lane;
    private int turn;
    private int pendingLength;
    private long unacknowledged;
    private volatile long storedSteps;

    ShardInserts(NodeTransport transport, int ownNodeId, ShardPeer shard, StepLayout layout) {
        nodeId = ownNodeId;
        sink = new AeronStepSink(transport, ownNodeId);
        sink.setShards(List.of(shard));
        storeId = shard.storeId();
        message = new StepsMessage(layout.stride());
        int perStep = layout.stride() + StepsMessage.PRIORITY_BYTES;
        stepsPerMessage = Math.min(StepsMessage.MAX_RECORDS,
            (MessageHeader.PACKET_LENGTH - StepsMessage.RECORDS) / perStep);
        bytes = new UnsafeBuffer(new byte[StepsMessage.length(layout.stride(), stepsPerMessage, stepsPerMessage)]);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < priorities.length; i++) {
            priorities[i] = (float) random.nextDouble(1e-3, 1);
        }
    }

    @Override
    public String roleName() {
        return "inserts";
    }

    /** Sends one message where there is room, and reads acknowledgements. */
    @Override
    public int doWork() {
        int work = sink.pollAcks(acksHandler);
        if (pendingLength == 0 && unacknowledged < (long) MAX_UNACKNOWLEDGED_MESSAGES * stepsPerMessage) {
            pendingLength = write();
        }
        if (pendingLength > 0 && sink.reachableStores().length > 0 && sink.offer(storeId, bytes, 0, pendingLength)) {
            pendingLength = 0;
            work++;
        }
        return work;
    }

    @Override
    public void onClose() {
        sink.close();
    }

    /** Steps that the shard has acknowledged. Any thread. */
    @Override
    public long rows() {
        return storedSteps;
    }

    private int write() {
        lane = (lane + 1) % LANES;
        long first = nextStep[lane];
        message.begin(bytes, 0, lane, 0, nodeId, first, stepsPerMessage, stepsPerMessage);
        for (int i = 0; i < stepsPerMessage; i++) {
            long step = first + i;
            int at = message.recordOffset(i);
            bytes.putLong(at, step, ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(at + StepLayout.FLAGS_OFFSET, flags(step), ByteOrder.LITTLE_ENDIAN);
            message.putPriority(i, step - PeerSettings.N, priorities[turn++ & priorities.length - 1]);
        }
        nextStep[lane] += stepsPerMessage;
        unacknowledged += stepsPerMessage;
        return message.length();
    }

    private static int flags(long step) {
        long ofEpisode = step % EPISODE_STEPS;
        if (ofEpisode == 0) {
            return StepLayout.FLAG_EPISODE_START;
        }
        return ofEpisode == EPISODE_STEPS - 1 ? StepLayout.FLAG_TERMINATED : 0;
    }

    private void onAcks(AcksMessage acks) {
        // Other shards acknowledge lanes of the same numbers.
        if (acks.storeId() != storeId) {
            return;
        }
        long stored = storedSteps;
        for (int i = 0; i < acks.laneCount(); i++) {
            int of = (int) acks.laneId(i);
            long news = acks.storedRecords(i) - acknowledged[of];
            acknowledged[of] += news;
            unacknowledged -= news;
            stored += news;
        }
        storedSteps = stored;
    }
}
