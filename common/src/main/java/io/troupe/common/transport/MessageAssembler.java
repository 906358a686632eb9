package io.troupe.common.transport;

import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts long messages together again, of every session for itself, and hands over whole ones, decrypted where
 * streams are encrypted. Unlike Aeron's own assemblers it bounds what a sender may make it hold, counts messages (those
 * that cannot be opened as refused, those that can and are not understood as malformed), and closes a session that
 * sends either of them again and again.
 */
final class MessageAssembler implements ControlledFragmentHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageAssembler.class);
    /** A session that sends so many messages in a row that are malformed, or not to be opened, is closed. */
    static final int MAX_BAD_IN_A_ROW = 8;

    /** What one session has sent so far. */
    private static final class Session {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(16 * 1024);
        int length;
        boolean isAssembling;
        /** Malformed, or not to be opened. */
        int badInARow;
    }

    private final TransportCounters counters;
    private final Opener opener;
    private final Int2ObjectHashMap<Session> sessions = new Int2ObjectHashMap<>();
    private int suspects;
    private MessageHandler handler;
    private int remaining;

    /** @param opener of encrypted messages; null: they come in the clear */
    MessageAssembler(TransportCounters counters, Opener opener) {
        this.counters = counters;
        this.opener = opener;
    }

    MessageAssembler begin(MessageHandler messageHandler, int maxMessages) {
        handler = messageHandler;
        remaining = maxMessages;
        return this;
    }

    int remaining() {
        return remaining;
    }

    @Override
    public Action onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        if (remaining <= 0) {
            return Action.ABORT;
        }
        byte flags = header.flags();
        if ((flags & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED) {
            deliver(buffer, offset, length, header);
        } else if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
            Session session = session(header);
            session.isAssembling = true;
            session.length = 0;
            append(session, buffer, offset, length);
        } else {
            Session session = sessions.get(header.sessionId());
            // Without its beginning a message is of no use: this node has joined in its middle.
            if (session != null && session.isAssembling && append(session, buffer, offset, length)
                && (flags & FrameDescriptor.END_FRAG_FLAG) != 0) {
                session.isAssembling = false;
                deliver(session.buffer, 0, session.length, header);
            }
        }
        return remaining > 0 ? Action.CONTINUE : Action.BREAK;
    }

    private boolean append(Session session, DirectBuffer buffer, int offset, int length) {
        if (session.length + length > FrameDescriptor.MAX_MESSAGE_LENGTH) {
            session.isAssembling = false;
            counters.malformed.increment();
            return false;
        }
        session.buffer.putBytes(session.length, buffer, offset, length);
        session.length += length;
        return true;
    }

    private void deliver(DirectBuffer buffer, int offset, int length, Header header) {
        remaining--;
        if (opener == null) {
            hand(buffer, offset, length, header);
            return;
        }
        int opened = opener.open(buffer, offset, length);
        if (opened >= 0) {
            hand(opener.message(), 0, opened, header);
        } else {
            counters.refused.increment();
            suspect(session(header), header);
        }
    }

    private void hand(DirectBuffer buffer, int offset, int length, Header header) {
        if (handler.onMessage(buffer, offset, length)) {
            counters.messagesReceived.increment();
            counters.bytesReceived.add(length);
            if (suspects > 0) {
                absolve(sessions.get(header.sessionId()));
            }
        } else {
            counters.malformed.increment();
            suspect(session(header), header);
        }
    }

    private void suspect(Session session, Header header) {
        if (session.badInARow++ == 0) {
            suspects++;
        }
        if (session.badInARow == MAX_BAD_IN_A_ROW && header.context() instanceof Image image) {
            LOGGER.warn("session {} of {} stream {} is closed: {} messages in a row were malformed or not to be opened",
                image.sessionId(), image.sourceIdentity(), image.subscription().streamId(), session.badInARow);
            counters.rejectedSessions.increment();
            image.reject("malformed messages");
        }
    }

    private void absolve(Session session) {
        if (session != null && session.badInARow > 0) {
            session.badInARow = 0;
            suspects--;
        }
    }

    private Session session(Header header) {
        Session session = sessions.get(header.sessionId());
        if (session == null) {
            forgetGone(header);
            session = new Session();
            sessions.put(header.sessionId(), session);
        }
        return session;
    }

    private void forgetGone(Header header) {
        if (header.context() instanceof Image image) {
            sessions.entrySet().removeIf(entry -> {
                boolean isGone = image.subscription().imageBySessionId(entry.getKey()) == null;
                if (isGone) {
                    absolve(entry.getValue());
                }
                return isGone;
            });
        }
    }
}
