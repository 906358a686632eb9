package io.troupe.common.transport;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * One sender to every shard, by the store of its files. {@link #setShards} may be called by any thread; everything else
 * by the one that sends.
 */
public final class ShardSenders implements AutoCloseable {
    private static final long[] NONE = new long[0];

    private record Entry(ShardPeer peer, Sender sender) {
    }

    private final NodeTransport transport;
    private final StreamKind kind;
    private final Long2ObjectHashMap<Entry> entries = new Long2ObjectHashMap<>();
    private Entry[] ordered = new Entry[0];
    private boolean[] isReachable = new boolean[0];
    private long[] reachable = NONE;
    private List<ShardPeer> applied = List.of();
    private volatile List<ShardPeer> wanted = List.of();

    public ShardSenders(NodeTransport transport, StreamKind kind) {
        this.transport = transport;
        this.kind = kind;
    }

    /** All shards that there are now; the sending thread takes it over at its next call. */
    public void setShards(List<ShardPeer> shards) {
        wanted = List.copyOf(shards);
    }

    /** Stores whose shards listen now, in the order of their numbers. The same array while nothing changes. */
    public long[] reachableStores() {
        boolean isChanged = refresh();
        int count = 0;
        for (int i = 0; i < ordered.length; i++) {
            boolean isConnected = ordered[i].sender().isConnected();
            isChanged |= isConnected != isReachable[i];
            isReachable[i] = isConnected;
            count += isConnected ? 1 : 0;
        }
        if (isChanged) {
            reachable = count == 0 ? NONE : new long[count];
            for (int i = 0, at = 0; i < ordered.length; i++) {
                if (isReachable[i]) {
                    reachable[at++] = ordered[i].peer().storeId();
                }
            }
        }
        return reachable;
    }

    /** @return false where there is no such shard, or it cannot take the message now */
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        refresh();
        Entry entry = entries.get(storeId);
        return entry != null && entry.sender().offer(message, offset, length);
    }

    @Override
    public void close() {
        for (Entry entry : ordered) {
            entry.sender().close();
        }
        entries.clear();
        ordered = new Entry[0];
    }

    private boolean refresh() {
        List<ShardPeer> now = wanted;
        if (now == applied) {
            return false;
        }
        applied = now;
        entries.values().removeIf(entry -> {
            boolean isGone = !now.contains(entry.peer());
            if (isGone) {
                entry.sender().close();
            }
            return isGone;
        });
        for (ShardPeer peer : now) {
            if (!entries.containsKey(peer.storeId())) {
                NodePeer node = new NodePeer(peer.nodeId(), peer.endpoint());
                entries.put(peer.storeId(), new Entry(peer, transport.sender(kind, node)));
            }
        }
        ordered = entries.values().toArray(Entry[]::new);
        Arrays.sort(ordered, Comparator.comparingLong(entry -> entry.peer().storeId()));
        isReachable = new boolean[ordered.length];
        return true;
    }
}
