package io.troupe.benchmarks.scale;

import io.troupe.common.wire.AcksMessage;
import java.util.List;

/** An actor that steps its lanes at its pace and sends messages in turn for each, until too much is unacknowledged. */
final class SimulatedActor {
    /** One message acknowledges all lanes. */
    private static final int ACKS_BYTES = AcksMessage.length(ScaleCase.LANES);

    /** Of a stream to a shard: what may be on its way before the shard has read it, about, with the kernel's own buffers. */
    private static final long WINDOW_BYTES = 128 * 1024;

    private final SimulatedTime time;
    private final Node node;
    private final List<SimulatedShard> shards;
    private final int index;
    private final int records;
    private final int maxUnacknowledged;
    private final long intervalNs;
    private long sent;
    private int unacknowledged;
    private boolean isStalled;

    /** @param firstNs when it sends its first message */
    SimulatedActor(SimulatedTime time, ScaleCase simulated, int index, Node node, List<SimulatedShard> shards,
                   long firstNs) {
        this.time = time;
        this.node = node;
        this.shards = shards;
        this.index = index;
        records = simulated.messageRecords();
        long streams = Math.min(shards.size(), ScaleCase.LANES);
        maxUnacknowledged = (int) Math.min(ScaleCase.LANES * ScaleCase.MAX_UNACKNOWLEDGED,
            records * streams * (WINDOW_BYTES / Frames.stepsBytes(records)));
        intervalNs = Math.round(records * 1e9 / simulated.stepsPerActor());
        time.at(firstNs, this::send);
    }

    private void send() {
        isStalled = unacknowledged + records > maxUnacknowledged;
        if (isStalled) {
            return;
        }
        unacknowledged += records;
        int lane = (int) (sent++ % ScaleCase.LANES);
        SimulatedShard shard = shards.get((index * ScaleCase.LANES + lane) % shards.size());
        node.stream(shard.node(), Frames.stepsBytes(records), () -> shard.onSteps(records,
            () -> shard.node().stream(node, ACKS_BYTES, this::onAcknowledged)));
        time.after(intervalNs, this::send);
    }

    private void onAcknowledged() {
        unacknowledged -= records;
        if (isStalled) {
            time.after(intervalNs, this::send);
            isStalled = false;
        }
    }
}
