package io.troupe.common.attention;

import com.google.protobuf.ByteString;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import io.troupe.proto.AttentionOver;
import io.troupe.proto.AttentionPart;
import io.troupe.proto.AttentiveDecision;
import io.troupe.proto.EvaluationAttention;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decisions as messages, and back. A weight loses what is finer than 1/65535. */
public final class AttentionMessages {
    private static final int UNITS = 65_535;

    private AttentionMessages() {
    }

    public static AttentiveDecision of(WatchedDecision decision) {
        AttentiveDecision.Builder message = AttentiveDecision.newBuilder().setEpisode(decision.episode())
            .setStep(decision.step()).setAction(decision.action()).addAllQValues(decision.qValues())
            .setDrawing(decision.drawing());
        decision.attention().forEach(part -> message.addParts(part(part)));
        return message.build();
    }

    public static EvaluationAttention of(AttentionRecord attention) {
        EvaluationAttention.Builder message = EvaluationAttention.newBuilder().setStride(attention.stride());
        attention.decisions().forEach(decision -> message.addDecisions(of(decision)));
        attention.entropies().forEach(entropy -> message.addEntropies(io.troupe.proto.PartEntropy.newBuilder()
            .setPart(entropy.part()).addAllMeans(entropy.meanBits())));
        return message.build();
    }

    /** @throws IllegalArgumentException where no network's attention looks like this */
    public static WatchedDecision decision(AttentiveDecision message) {
        return new WatchedDecision(message.getEpisode(), message.getStep(), message.getAction(),
            message.getQValuesList(), message.getDrawing(),
            message.getPartsList().stream().map(AttentionMessages::reading).toList());
    }

    /** @throws IllegalArgumentException where no network's attention looks like this */
    public static AttentionRecord attention(EvaluationAttention message) {
        return new AttentionRecord(message.getDecisionsList().stream().map(AttentionMessages::decision).toList(),
            message.getStride(), message.getEntropiesList().stream()
                .map(entropy -> new PartEntropy(entropy.getPart(), entropy.getMeansList())).toList());
    }

    private static AttentionPart part(AttentionReading reading) {
        ByteBuffer weights = ByteBuffer.allocate(Short.BYTES * reading.heads() * reading.attended())
            .order(ByteOrder.LITTLE_ENDIAN);
        for (int head = 0; head < reading.heads(); head++) {
            for (int i = 0; i < reading.attended(); i++) {
                weights.putShort((short) Math.round(Math.max(0, Math.min(1, reading.weight(head, i))) * UNITS));
            }
        }
        return AttentionPart.newBuilder().setPart(reading.part()).setOver(AttentionOver.valueOf(reading.over().name()))
            .setHeads(reading.heads()).setWeights(ByteString.copyFrom(weights.flip())).build();
    }

    private static AttentionReading reading(AttentionPart part) {
        ByteBuffer bytes = part.getWeights().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] weights = new float[bytes.remaining() / Short.BYTES];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (bytes.getShort() & 0xFFFF) / (float) UNITS;
        }
        return new AttentionReading(part.getPart(), Over.valueOf(part.getOver().name()), part.getHeads(), weights);
    }
}
