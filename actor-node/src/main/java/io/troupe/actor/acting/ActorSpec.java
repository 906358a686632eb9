package io.troupe.actor.acting;

import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.MessageHeader;
import io.troupe.common.wire.StepsMessage;
import java.util.List;

/**
 * What an {@link Actor} is made of.
 *
 * @param nodeId                this process's, goes into every message
 * @param lanes                 at least one
 * @param nStep                 n of the run's windows, for the first priorities
 * @param discount              γ
 * @param sequence              which windows there are, likewise
 * @param expectedStores        shards of the run: lanes wait for so many, up to {@code actors.move-after-ms}, before
 *                              they are spread over those that there are
 * @param maxMessageLengthBytes the longest message that the sink takes
 */
public record ActorSpec(
    int nodeId,
    StepLayout layout,
    List<LaneSpec> lanes,
    EnvironmentFactory environments,
    ActorSettings settings,
    int nStep,
    double discount,
    Sequence sequence,
    int expectedStores,
    int maxMessageLengthBytes) {
    /** Records that one step can make at most: itself and its episode's closing record. */
    static final int RECORDS_PER_STEP = 2;

    public ActorSpec {
        lanes = List.copyOf(lanes);
        if (lanes.isEmpty()) {
            throw new IllegalArgumentException("an actor needs at least one lane");
        }
        if (nStep < 1 || !(discount >= 0 && discount <= 1)) {
            throw new IllegalArgumentException(
                "n-step is " + nStep + " and discount " + discount + "; expected at least 1 and 0 … 1");
        }
        if (settings.maxUnacknowledgedRecords() < RECORDS_PER_STEP) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "actors.max-unacknowledged-records is "
                + settings.maxUnacknowledgedRecords() + "; expected at least " + RECORDS_PER_STEP
                + ": a step and the closing record of its episode");
        }
        int shortest = shortestMessageBytes(layout, nStep, sequence);
        if (shortest > maxMessageLengthBytes) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "a message with one step takes " + shortest
                + " bytes, and the transport takes " + maxMessageLengthBytes
                + ": set transport.term-length-bytes to at least " + Integer.highestOneBit(8 * shortest) * 2);
        }
    }

    /** Bytes that no message of this actor is longer than. */
    int messageBytes() {
        long windows = StepsMessage.MAX_RECORDS + nStep + 1;
        long longest = StepsMessage.RECORDS + (long) StepsMessage.MAX_RECORDS * layout.stride()
            + windows * (StepsMessage.PRIORITY_BYTES + stateEntryBytes(layout));
        // A record that is longer than a packet travels alone.
        int preferred = Math.max(shortestMessageBytes(layout, nStep, sequence), MessageHeader.PACKET_LENGTH);
        return (int) Math.min(longest, Math.min(preferred, maxMessageLengthBytes));
    }

    /** The most sequences that can start among so many records: those of the grid, and one at the end of each episode. */
    int sequencesAmong(int records) {
        return Math.min(records, records / sequence.period() + records / sequence.length() + 4);
    }

    /** Of one record, and of the priorities and states that it may complete: of the n steps before its own, if it ends. */
    private static int shortestMessageBytes(StepLayout layout, int nStep, Sequence sequence) {
        int states = Math.min(nStep + 1, (nStep + sequence.period()) / sequence.period() + 1);
        return StepsMessage.length(layout.stride(), 1, nStep + 1) + states * stateEntryBytes(layout);
    }

    private static int stateEntryBytes(StepLayout layout) {
        return layout.stateBytes() == 0 ? 0 : StepsMessage.stateEntryBytes(layout.stateBytes());
    }
}
