package io.troupe.common.transport;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.troupe.common.config.TransportSettings.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * What arrives at this node of one kind, from any sender, through shared memory and over UDP. Opens itself, and again
 * when it was lost, while it is being polled. Used by one thread.
 */
public final class Receiver implements AutoCloseable {
    /** A poll ends after so many packets even if they make no whole message: 1.4 MB at the smallest MTU. */
    private static final int MAX_PACKETS = 1024;

    private final Registered[] registered;
    private final MessageAssembler[] assemblers;
    private int first;

    /** @param opener of what comes over UDP; null: it comes in the clear */
    Receiver(AeronLink link, StreamKind kind, int ownNodeId, Opener opener) {
        int streamId = kind.streamId(ownNodeId);
        List<Registered> list = new ArrayList<>();
        List<MessageAssembler> assembling = new ArrayList<>();
        if (link.settings().channel() != Channel.UDP) {
            list.add(new Registered(link, Channels.subscribeIpc(), streamId));
            assembling.add(new MessageAssembler(link.counters(), null));
        }
        if (link.settings().channel() != Channel.IPC) {
            list.add(new Registered(link, Channels.subscribeUdp(link.tag()), streamId));
            assembling.add(new MessageAssembler(link.counters(), opener));
        }
        registered = list.toArray(Registered[]::new);
        assemblers = assembling.toArray(MessageAssembler[]::new);
    }

    /**
     * Hands over whole messages that have arrived, in the order of each sender. Does not block. What the handler throws
     * comes out here, and its message counts as taken.
     *
     * @param maxMessages the handler is called no more than this often
     * @return packets taken: more than 0 also where a long message has arrived in part
     */
    public int poll(MessageHandler handler, int maxMessages) {
        int packets = 0;
        int remaining = maxMessages;
        // Neither way may starve the other.
        first = first + 1 < registered.length ? first + 1 : 0;
        for (int i = 0; i < registered.length && remaining > 0; i++) {
            int at = first + i < registered.length ? first + i : first + i - registered.length;
            Subscription subscription = registered[at].current();
            if (subscription != null) {
                MessageAssembler assembler = assemblers[at].begin(handler, remaining);
                packets += subscription.controlledPoll(assembler, MAX_PACKETS);
                remaining = assembler.remaining();
            }
        }
        return packets;
    }

    /** Whether every way in is open, so that senders can connect. Goes on with opening where it is not. */
    public boolean isOpen() {
        boolean isOpen = true;
        for (Registered way : registered) {
            isOpen &= way.current() != null;
        }
        return isOpen;
    }

    /** Senders connected at present. */
    public int senderCount() {
        int count = 0;
        for (Registered way : registered) {
            Subscription subscription = way.current();
            count += subscription == null ? 0 : subscription.imageCount();
        }
        return count;
    }

    @Override
    public void close() {
        for (Registered way : registered) {
            way.close();
        }
    }

    private static final class Registered extends LinkedResource<Subscription> {
        private final String channel;
        private final int streamId;

        Registered(AeronLink link, String channel, int streamId) {
            super(link);
            this.channel = channel;
            this.streamId = streamId;
        }

        @Override
        long add(Aeron aeron) {
            return aeron.asyncAddSubscription(channel, streamId);
        }

        @Override
        Subscription find(Aeron aeron, long registrationId) {
            return aeron.getSubscription(registrationId);
        }

        @Override
        void remove(Aeron aeron, long registrationId) {
            aeron.asyncRemoveSubscription(registrationId);
        }

        @Override
        String description() {
            return "receiving stream " + streamId + " on " + channel;
        }
    }
}
