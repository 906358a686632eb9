package io.troupe.integration.simulation;

import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.LaneLedger;
import io.troupe.replay.shard.ReplayShard;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** A fault in the product itself, put in to see that the books would show it. */
enum Mutation {
    NONE,
    /** What was stored before is stored again under new numbers, as if nobody looked at the numbers. */
    STORE_TWICE,
    /** One record more is acknowledged than is stored. */
    ACKNOWLEDGE_TOO_MUCH,
    /** A shard does not drop what a lane has taken elsewhere. */
    IGNORE_MOVES,
    /** A move of which nobody heard because its actor died is not made good. */
    FORGET_LOST_MOVES,
    /** A bit changes between wire and memory. */
    FLIP_A_BIT;

    private static final int FIRST_RECORD = 24;
    private static final int LANES = 32;
    private static final int LANE_BYTES = 24;

    void onSteps(StepsMessage steps, ReplayShard shard) {
        MutableDirectBuffer buffer = (MutableDirectBuffer) steps.buffer();
        if (this == STORE_TWICE) {
            for (LaneLedger lane : shard.latest().lanes()) {
                if (lane.laneId() == steps.laneId() && lane.epoch() == steps.epoch()) {
                    buffer.putLong(FIRST_RECORD, lane.storedRecords(), ByteOrder.LITTLE_ENDIAN);
                    steps.wrap(buffer, 0, steps.length());
                }
            }
        } else if (this == FLIP_A_BIT && steps.firstRecord() > 20) {
            int at = steps.recordOffset(0) + 8;
            buffer.putByte(at, (byte) (buffer.getByte(at) ^ 1));
        }
    }

    void onAcks(MutableDirectBuffer acks) {
        AcksMessage message = new AcksMessage();
        int length = acks.getInt(4, ByteOrder.LITTLE_ENDIAN);
        if (this == ACKNOWLEDGE_TOO_MUCH && message.wrap(acks, 0, length)) {
            for (int i = 0; i < message.laneCount(); i++) {
                int at = LANES + i * LANE_BYTES + 8;
                acks.putLong(at, message.storedRecords(i) + 1, ByteOrder.LITTLE_ENDIAN);
            }
        }
    }
}
