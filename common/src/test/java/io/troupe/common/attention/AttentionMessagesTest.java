package io.troupe.common.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import io.troupe.proto.AttentionOver;
import io.troupe.proto.AttentionPart;
import io.troupe.proto.AttentiveDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttentionMessagesTest {
    private static final float[] WEIGHTS = {0, 1, 0.33333334f, 1e-4f, 0.5f, 0.25f};

    private static WatchedDecision decision(String drawing) {
        return new WatchedDecision(7, 300, 2, List.of(1.5f, -2f), drawing, List.of(
            new AttentionReading("memory.layers.0", Over.STEPS, 2, WEIGHTS),
            new AttentionReading("encoder", Over.CELLS, 1, WEIGHTS)));
    }

    @Test
    void shouldComeBackAsItWasToFourDigits() {
        AttentionRecord sent = new AttentionRecord(List.of(decision("│ ▲ │\n"), decision("")), 4,
            List.of(new PartEntropy("memory.layers.0", List.of(1.25, 0.5))));
        AttentionRecord came = AttentionMessages.attention(AttentionMessages.of(sent));
        assertEquals(4, came.stride());
        assertEquals(sent.entropies(), came.entropies());
        assertEquals(2, came.decisions().size());
        WatchedDecision decision = came.decisions().get(0);
        assertEquals(7, decision.episode());
        assertEquals(300, decision.step());
        assertEquals(2, decision.action());
        assertEquals(List.of(1.5f, -2f), decision.qValues());
        assertEquals("│ ▲ │\n", decision.drawing());
        AttentionReading part = decision.attention().get(0);
        assertEquals("memory.layers.0", part.part());
        assertEquals(Over.STEPS, part.over());
        assertEquals(2, part.heads());
        for (int i = 0; i < WEIGHTS.length; i++) {
            assertEquals(WEIGHTS[i], part.weight(i / 3, i % 3), 1e-5);
        }
        assertEquals(Over.CELLS, decision.attention().get(1).over());
        assertEquals(6, decision.attention().get(1).attended());
    }

    @Test
    void shouldNotBeLongerThanItSays() {
        for (String drawing : List.of("", "│ ▲ │\n", "x".repeat(4_096))) {
            int bytes = AttentionMessages.of(decision(drawing)).getSerializedSize();
            assertTrue(bytes + 4 <= decision(drawing).bytes(), bytes + " of " + decision(drawing).bytes());
        }
    }

    @Test
    void shouldLeaveOutADrawingThatIsTooLong() {
        assertEquals("", decision("x".repeat(4_097)).drawing());
    }

    @Test
    void shouldRefuseWhatNoNetworkLooksAt() {
        AttentionPart good = AttentionPart.newBuilder().setPart("a").setOver(AttentionOver.STEPS).setHeads(1)
            .setWeights(ByteString.copyFrom(new byte[4])).build();
        for (AttentionPart bad : List.of(good.toBuilder().clearOver().build(), good.toBuilder().setHeads(3).build(),
            good.toBuilder().setHeads(0).build(), good.toBuilder().clearWeights().build())) {
            AttentiveDecision message = AttentiveDecision.newBuilder().addParts(bad).build();
            assertThrows(IllegalArgumentException.class, () -> AttentionMessages.decision(message));
        }
        assertEquals(2, AttentionMessages.decision(AttentiveDecision.newBuilder().addParts(good).build())
            .attention().get(0).attended());
    }
}
