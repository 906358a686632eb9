package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.troupe.actor.environment.CartPole;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.MessageHeader;
import io.troupe.common.wire.StepsMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActorSpecTest {
    private static final int N = 3;

    @Test
    void shouldKeepMessagesOfLargeRecordsInOnePacket() {
        assertEquals(MessageHeader.PACKET_LENGTH, messageBytes(28_224, 512 << 10));
    }

    @Test
    void shouldSendARecordThatIsLongerThanAPacketAlone() {
        int stride = layout(100_000).stride();
        assertEquals(StepsMessage.length(stride, 1, N + 1), messageBytes(100_000, 512 << 10));
    }

    @Test
    void shouldSendNoMoreThanTheTransportTakes() {
        assertEquals(32 << 10, messageBytes(20_000, 32 << 10));
    }

    @Test
    void shouldHaveRoomForTheStatesThatOneRecordCompletes() {
        int stateBytes = 40_000;
        StepLayout layout = new StepLayout(layout(8).schema(), stateBytes);
        // Of n + 1 windows in a row every second is a sequence of the grid, and one more ends with the episode.
        int states = (N + 2) / 2 + 1;
        assertEquals(StepsMessage.length(layout.stride(), 1, N + 1) + states * StepsMessage.stateEntryBytes(stateBytes),
            spec(layout, new Sequence(4, 2, 2, 0.9, LossAt.EVERY_STEP, true), 512 << 10).messageBytes());
        assertThrows(TroupeException.class,
            () -> spec(layout, new Sequence(4, 2, 2, 0.9, LossAt.EVERY_STEP, true), 64 << 10));
    }

    private static int messageBytes(int observationBytes, int maxMessageLengthBytes) {
        return spec(layout(observationBytes), Sequence.none(), maxMessageLengthBytes).messageBytes();
    }

    private static ActorSpec spec(StepLayout layout, Sequence sequence, int maxMessageLengthBytes) {
        return new ActorSpec(7, layout, List.of(new LaneSpec(1, 0, 1)), random -> new CartPole(20, random),
            new ActorSettings(1, 1, null, 64, 8, 20, 1000, 3, ActorSettings.Staleness.any()),
            N, 0.9, sequence, 1, maxMessageLengthBytes);
    }

    private static StepLayout layout(int observationBytes) {
        return new StepLayout(new EnvironmentSchema(
            List.of(new ObservationColumn("frame", ElementType.UINT8, List.of(observationBytes))), 2));
    }
}
