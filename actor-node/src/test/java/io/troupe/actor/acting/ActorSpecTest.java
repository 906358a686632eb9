package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.actor.environment.CartPole;
import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.LearningSettings.Sequence;
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

    private static int messageBytes(int observationBytes, int maxMessageLengthBytes) {
        return new ActorSpec(7, layout(observationBytes), List.of(new LaneSpec(1, 0, 1)),
            random -> new CartPole(20, random), new ActorSettings(1, 1, null, 64, 8, 20, 1000, 3), N, 0.9,
            Sequence.none(), 1,
            maxMessageLengthBytes).messageBytes();
    }

    private static StepLayout layout(int observationBytes) {
        return new StepLayout(new EnvironmentSchema(
            List.of(new ObservationColumn("frame", ElementType.UINT8, List.of(observationBytes))), 2));
    }
}
