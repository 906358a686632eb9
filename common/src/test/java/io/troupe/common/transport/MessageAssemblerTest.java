package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Fragments in any order, with any flags, of several sessions, beside a naive twin. */
class MessageAssemblerTest {
    private static final int ROUNDS = 200_000;
    private static final int SESSIONS = 3;

    private final TransportCounters counters = new TransportCounters();
    private final MessageAssembler assembler = new MessageAssembler(counters, null);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
    private final Header header = new Header(0, 16);
    private final List<String> got = new ArrayList<>();
    private final MessageHandler handler = (buffer, offset, length) -> {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        got.add(Arrays.toString(bytes));
        return true;
    };

    @Test
    void shouldPutTogetherWhatBelongsTogetherAndNothingElse() {
        SplittableRandom random = new SplittableRandom(8);
        Map<Integer, List<Byte>> begun = new HashMap<>();
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int session = random.nextInt(SESSIONS);
            byte flags = (byte) (random.nextInt(4) << 6 | random.nextInt(4));
            byte[] part = new byte[random.nextInt(20)];
            random.nextBytes(part);
            List<String> expected = new ArrayList<>();
            boolean isBegin = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
            boolean isEnd = (flags & FrameDescriptor.END_FRAG_FLAG) != 0;
            if (isBegin && isEnd) {
                expected.add(Arrays.toString(part));
            } else if (isBegin) {
                begun.put(session, with(new ArrayList<>(), part));
            } else if (begun.containsKey(session)) {
                with(begun.get(session), part);
                if (isEnd) {
                    expected.add(begun.remove(session).toString());
                }
            }
            got.clear();
            assertEquals(Action.CONTINUE, send(session, flags, part));
            assertEquals(expected, got);
            whole += got.size();
        }
        assertTrue(whole > ROUNDS / 4);
        assertEquals(whole, counters.messagesReceived());
    }

    @Test
    void shouldGiveUpAMessageThatNeverEnds() {
        send(1, FrameDescriptor.BEGIN_FRAG_FLAG, new byte[20]);
        byte[] part = new byte[900];
        for (long bytes = 0; bytes <= 2L * FrameDescriptor.MAX_MESSAGE_LENGTH; bytes += part.length) {
            send(1, (byte) 0, part);
        }
        send(1, FrameDescriptor.END_FRAG_FLAG, part);
        assertEquals(List.of(), got);
        assertEquals(1, counters.malformed());
    }

    private Action send(int session, byte flags, byte[] part) {
        frame.putInt(DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, session);
        frame.putByte(DataHeaderFlyweight.FLAGS_FIELD_OFFSET, flags);
        frame.putBytes(DataHeaderFlyweight.HEADER_LENGTH, part);
        header.buffer(frame);
        header.offset(0);
        return assembler.begin(handler, 10).onFragment(frame, DataHeaderFlyweight.HEADER_LENGTH, part.length, header);
    }

    private static List<Byte> with(List<Byte> bytes, byte[] part) {
        for (byte value : part) {
            bytes.add(value);
        }
        return bytes;
    }
}
