package io.troupe.common.weights;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.troupe.proto.WeightsChunk;
import io.troupe.proto.WeightsNotice;
import io.troupe.proto.WeightsRequest;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One version as it is sent, whole or with chunks still on their way. Whoever asks gets the chunks that are here at once,
 * and each other one when it comes. A chunk's bytes are written once, so they are sent without a copy.
 */
final class HeldWeights {
    private final WeightsNotice notice;
    private final byte[] data;
    private final int chunks;
    private final BitSet received = new BitSet();
    private final Set<String> waiting = new LinkedHashSet<>();

    private HeldWeights(WeightsNotice notice, byte[] data) {
        this.notice = notice;
        this.data = data;
        chunks = (int) (((long) data.length + notice.getChunkBytes() - 1) / notice.getChunkBytes());
    }

    /** @param data nobody writes to it any more */
    static HeldWeights whole(WeightsNotice notice, byte[] data) {
        HeldWeights held = new HeldWeights(notice, data);
        held.received.set(0, held.chunks);
        return held;
    }

    /** Nothing has come yet of what this announces. */
    static HeldWeights expected(WeightsNotice notice) {
        return new HeldWeights(notice, new byte[(int) notice.getSizeBytes()]);
    }

    WeightsNotice notice() {
        return notice;
    }

    boolean is(long incarnation, long version) {
        return notice.getLearnerIncarnation() == incarnation && notice.getVersion() == version;
    }

    boolean isNewerThan(long incarnation, long version) {
        return isNewer(notice, incarnation, version);
    }

    boolean isOlderThan(WeightsNotice other) {
        return isNewer(other, notice.getLearnerIncarnation(), notice.getVersion());
    }

    boolean isWhole() {
        return received.cardinality() == chunks;
    }

    /** All bytes, as they are sent. */
    UnsafeBuffer bytes() {
        return new UnsafeBuffer(data);
    }

    /** Takes a chunk of this version, and sends it on. False where it cannot be one. */
    boolean put(WeightsChunk chunk, WeightsLink link) {
        int index = chunk.getChunk();
        if (index < 0 || index >= chunks || chunk.getData().size() != end(index) - begin(index)) {
            return false;
        }
        if (!received.get(index)) {
            chunk.getData().copyTo(data, begin(index));
            received.set(index);
            waiting.forEach(asker -> link.tell(asker, chunk));
        }
        return true;
    }

    /** Sends what is here, after the notice where another version was asked for. What comes later follows. */
    void answer(WeightsRequest request, WeightsLink link) {
        String asker = request.getReplyTo();
        if (!is(request.getLearnerIncarnation(), request.getVersion())) {
            link.tell(asker, notice.toBuilder().setIsAnswer(true).clearSource().clearRelays().build());
        }
        for (int index = received.nextSetBit(0); index >= 0; index = received.nextSetBit(index + 1)) {
            link.tell(asker, chunk(index));
        }
        if (!isWhole()) {
            waiting.add(asker);
        }
    }

    /** Those who were promised chunks that have not come; none where all have. */
    Set<String> waiting() {
        return isWhole() ? Set.of() : waiting;
    }

    private WeightsChunk chunk(int index) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(data, begin(index), end(index) - begin(index));
        return WeightsChunk.newBuilder()
            .setLearnerIncarnation(notice.getLearnerIncarnation())
            .setVersion(notice.getVersion())
            .setChunk(index)
            .setData(bytes)
            .build();
    }

    private int begin(int index) {
        return index * notice.getChunkBytes();
    }

    private int end(int index) {
        return (int) Math.min(data.length, (index + 1L) * notice.getChunkBytes());
    }

    private static boolean isNewer(WeightsNotice notice, long incarnation, long version) {
        return notice.getLearnerIncarnation() > incarnation
            || notice.getLearnerIncarnation() == incarnation && notice.getVersion() > version;
    }
}
