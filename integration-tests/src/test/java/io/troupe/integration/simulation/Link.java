package io.troupe.integration.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One stream from node to node, as Aeron keeps it: in order and complete within a session; a session that dies takes a
 * part of what was on its way with it, and what is left of it may arrive among the messages of the next. It may also
 * give once more what it has given, which Aeron does not.
 */
final class Link {
    private static final int ROOM = 40;
    private static final int REMEMBERED = 4;

    private record Message(long arrivesNs, byte[] bytes) {
    }

    private final SplittableRandom random;
    private final List<Deque<Message>> sessions = new ArrayList<>();
    private final Deque<byte[]> delivered = new ArrayDeque<>();
    private Deque<Message> live = new ArrayDeque<>();
    private long lastArrivalNs;
    private long connectedAtNs;
    private long deafUntilNs = Long.MAX_VALUE;
    private boolean isReceiverGone;

    Link(SplittableRandom random, long nowNs) {
        this.random = random;
        sessions.add(live);
        connectedAtNs = nowNs + Network.ms(random.nextInt(30));
    }

    boolean isConnected(long nowNs) {
        return nowNs >= connectedAtNs && nowNs < deafUntilNs;
    }

    boolean offer(byte[] bytes, long nowNs) {
        if (!isConnected(nowNs) || live.size() >= ROOM) {
            return false;
        }
        if (!isReceiverGone) {
            int delayMs = random.nextInt(20) == 0 ? random.nextInt(200) : random.nextInt(12);
            lastArrivalNs = Math.max(lastArrivalNs, nowNs + Network.ms(delayMs));
            live.add(new Message(lastArrivalNs, bytes));
        }
        return true;
    }

    /** Hands over what has arrived, at most so many messages; returns how many. */
    int poll(Consumer<byte[]> handler, long nowNs, int max) {
        int taken = 0;
        int start = sessions.size() == 1 ? 0 : random.nextInt(sessions.size());
        for (int i = 0; i < sessions.size() && taken < max; i++) {
            Deque<Message> session = sessions.get((start + i) % sessions.size());
            while (taken < max && !session.isEmpty() && session.peek().arrivesNs <= nowNs) {
                byte[] bytes = session.remove().bytes;
                delivered.add(bytes);
                if (delivered.size() > REMEMBERED) {
                    delivered.remove();
                }
                taken++;
                handler.accept(bytes);
            }
        }
        sessions.removeIf(session -> session != live && session.isEmpty());
        return taken;
    }

    /** The session dies, and there is no other for a time. */
    void disconnect(long nowNs, long forNs) {
        Deque<Message> old = live;
        if (random.nextInt(3) > 0) {
            for (int lost = random.nextInt(old.size() + 1); lost > 0; lost--) {
                old.removeLast();
            }
        }
        if (random.nextInt(8) == 0) {
            Deque<Message> again = new ArrayDeque<>();
            delivered.forEach(bytes -> again.add(new Message(nowNs + forNs, bytes)));
            sessions.add(again);
        }
        live = new ArrayDeque<>();
        sessions.add(live);
        lastArrivalNs = nowNs;
        connectedAtNs = Math.max(connectedAtNs, nowNs + forNs);
    }

    /** Whoever listens is dead; the sender notices it some time later. */
    void receiverDied(long nowNs) {
        sessions.forEach(Deque::clear);
        isReceiverGone = true;
        deafUntilNs = nowNs + Network.ms(random.nextInt(200));
    }
}
