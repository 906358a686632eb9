package io.troupe.actor.acting;

import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shards that store lanes exactly, behind a way that loses, repeats, delays and reorders messages and acknowledgements
 * by a seeded schedule. Every message is checked as it is offered. It is also told of moves, as shards are by the
 * coordinator.
 */
final class FakeShards implements StepSink, LaneMoves {
    /** A lane's part in one store. */
    static final class StoredLane {
        private int epoch;
        private long first;
        final List<byte[]> records = new ArrayList<>();
        final Map<Long, Float> priorities = new TreeMap<>();

        long next() {
            return first + records.size();
        }
    }

    private record Piece(long firstRecord, List<byte[]> records) {
    }

    private static final class Shard {
        private final Map<Long, StoredLane> lanes = new LinkedHashMap<>();
        /** What a lane stored here before it moved away. */
        private final Map<Long, List<Piece>> left = new LinkedHashMap<>();
        private final Map<Long, Integer> closedBelowEpoch = new LinkedHashMap<>();
        private boolean isReachable = true;
        private boolean isLimited;
        private boolean isDraining;
        private boolean isDeaf;
    }

    private record InFlight(long storeId, byte[] bytes, int afterPolls) {
    }

    private final int stride;
    private final int maxLength;
    private final SplittableRandom random;
    private final Map<Long, Shard> shards = new LinkedHashMap<>();
    private final List<InFlight> steps = new ArrayList<>();
    private final List<InFlight> acks = new ArrayList<>();
    private final List<Long> moves = new ArrayList<>();
    private double fault;
    private int polls;
    private int offered;
    private int longestMessage;
    private int mostRecords;

    FakeShards(int stride, int maxLength, long seed, long... storeIds) {
        this.stride = stride;
        this.maxLength = maxLength;
        random = new SplittableRandom(seed);
        for (long storeId : storeIds) {
            shards.put(storeId, new Shard());
        }
    }

    /** Share of the messages that are refused, lost, repeated or delayed, each. */
    FakeShards fault(double share) {
        fault = share;
        return this;
    }

    void reachable(long storeId, boolean value) {
        shards.get(storeId).isReachable = value;
        if (!value) {
            steps.removeIf(message -> message.storeId == storeId);
            acks.removeIf(message -> message.storeId == storeId);
        }
    }

    void limited(long storeId, boolean value) {
        shards.get(storeId).isLimited = value;
    }

    /** A shard that drains says so, and takes what comes. */
    void draining(long storeId, boolean value) {
        shards.get(storeId).isDraining = value;
    }

    /** A deaf shard takes what it is sent and does nothing with it. */
    void deaf(long storeId, boolean value) {
        shards.get(storeId).isDeaf = value;
    }

    void add(long storeId) {
        shards.put(storeId, new Shard());
    }

    @Override
    public long[] reachableStores() {
        return shards.entrySet().stream().filter(entry -> entry.getValue().isReachable)
            .mapToLong(Map.Entry::getKey).toArray();
    }

    @Override
    public boolean offer(long storeId, DirectBuffer message, int offset, int length) {
        check(shards.get(storeId).isReachable, "sent to an unreachable store");
        check(length <= maxLength, "too long: " + length);
        byte[] bytes = new byte[length];
        message.getBytes(offset, bytes);
        StepsMessage decoded = new StepsMessage(stride);
        check(decoded.wrap(new UnsafeBuffer(bytes), 0, length), "not a whole message");
        check(decoded.senderNodeId() == 7, "sender " + decoded.senderNodeId());
        check(decoded.recordCount() > 0, "empty");
        offered++;
        longestMessage = Math.max(longestMessage, length);
        mostRecords = Math.max(mostRecords, decoded.recordCount());
        if (random.nextDouble() < fault) {
            return false;
        }
        travel(steps, storeId, bytes);
        return true;
    }

    private void travel(List<InFlight> way, long storeId, byte[] bytes) {
        if (random.nextDouble() < fault) {
            return;
        }
        int copies = random.nextDouble() < fault ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            int delay = random.nextDouble() < fault ? random.nextInt(200) : 0;
            way.add(new InFlight(storeId, bytes, polls + delay));
        }
    }

    @Override
    public int pollAcks(AcksHandler handler) {
        polls++;
        for (InFlight message : arrived(steps)) {
            store(message.storeId, message.bytes);
        }
        if (polls % 5 == 0) {
            shards.forEach(this::sendAcks);
        }
        AcksMessage decoded = new AcksMessage();
        List<InFlight> arrived = arrived(acks);
        for (InFlight message : arrived) {
            check(decoded.wrap(new UnsafeBuffer(message.bytes), 0, message.bytes.length), "acks");
            handler.onAcks(decoded);
        }
        return arrived.size();
    }

    private List<InFlight> arrived(List<InFlight> way) {
        List<InFlight> arrived = way.stream().filter(message -> message.afterPolls <= polls).toList();
        way.removeAll(arrived);
        return arrived;
    }

    private void sendAcks(long storeId, Shard shard) {
        if (!shard.isReachable || shard.isDeaf) {
            return;
        }
        byte[] bytes = new byte[AcksMessage.length(shard.lanes.size())];
        AcksMessage message =
            new AcksMessage().begin(new UnsafeBuffer(bytes), 0, storeId, 99, shard.isLimited, shard.lanes.size());
        if (shard.isDraining) {
            message.putDraining();
        }
        int index = 0;
        for (Map.Entry<Long, StoredLane> lane : shard.lanes.entrySet()) {
            message.putLane(index++, lane.getKey(), lane.getValue().epoch, lane.getValue().next());
        }
        travel(acks, storeId, bytes);
    }

    private void store(long storeId, byte[] bytes) {
        Shard shard = shards.get(storeId);
        StepsMessage message = new StepsMessage(stride);
        message.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        long laneId = message.laneId();
        if (shard.isDeaf || shard.isLimited || message.epoch() < shard.closedBelowEpoch.getOrDefault(laneId, 0)) {
            return;
        }
        StoredLane lane = shard.lanes.get(laneId);
        if (lane == null || message.epoch() > lane.epoch) {
            check(message.epoch() > 0 || message.firstRecord() == 0, "a lane begins at record 0");
            if (lane != null) {
                shard.left.computeIfAbsent(laneId, id -> new ArrayList<>()).add(new Piece(lane.first, lane.records));
            }
            lane = new StoredLane();
            lane.epoch = message.epoch();
            lane.first = message.firstRecord();
            shard.lanes.put(laneId, lane);
        }
        if (message.epoch() < lane.epoch || message.firstRecord() > lane.next()) {
            return;
        }
        for (int i = (int) (lane.next() - message.firstRecord()); i < message.recordCount(); i++) {
            byte[] record = new byte[stride];
            message.buffer().getBytes(message.recordOffset(i), record);
            lane.records.add(record);
        }
        for (int i = 0; i < message.priorityCount(); i++) {
            long start = message.priorityRecord(i);
            check(start >= lane.first && start < lane.next(), "priority of record " + start + ", which is not here");
            Float before = lane.priorities.put(start, message.priority(i));
            check(before == null || before == message.priority(i), "another priority for record " + start);
        }
    }

    @Override
    public void onMoved(long laneId, int epoch, long fromRecord, long fromStoreId, long toStoreId) {
        moves.add(laneId);
        Shard from = shards.get(fromStoreId);
        from.closedBelowEpoch.put(laneId, epoch);
        StoredLane lane = from.lanes.remove(laneId);
        if (lane != null) {
            int kept = (int) Math.max(0, Math.min(lane.records.size(), fromRecord - lane.first));
            from.left.computeIfAbsent(laneId, id -> new ArrayList<>())
                .add(new Piece(lane.first, List.copyOf(lane.records.subList(0, kept))));
        }
    }

    /** Forgets a lane's records from this number on, as a shard does whose host has died. */
    void lose(long storeId, long laneId, long fromRecord) {
        StoredLane lane = shards.get(storeId).lanes.get(laneId);
        lane.records.subList((int) (fromRecord - lane.first), lane.records.size()).clear();
    }

    /** All records of a lane over all stores, in order. Fails where one is missing or there twice. */
    List<byte[]> stored(long laneId) {
        TreeMap<Long, byte[]> all = new TreeMap<>();
        for (Shard shard : shards.values()) {
            List<Piece> pieces = new ArrayList<>(shard.left.getOrDefault(laneId, List.of()));
            StoredLane lane = shard.lanes.get(laneId);
            if (lane != null) {
                pieces.add(new Piece(lane.first, lane.records));
            }
            for (Piece piece : pieces) {
                for (int i = 0; i < piece.records.size(); i++) {
                    check(all.put(piece.firstRecord + i, piece.records.get(i)) == null,
                        "record " + (piece.firstRecord + i) + " of lane " + laneId + " is stored twice");
                }
            }
        }
        check(all.isEmpty() || all.firstKey() == 0 && all.lastKey() == all.size() - 1,
            "lane " + laneId + " has gaps: " + all.size() + " records up to " + (all.isEmpty() ? -1 : all.lastKey()));
        return new ArrayList<>(all.values());
    }

    StoredLane lane(long storeId, long laneId) {
        return shards.get(storeId).lanes.get(laneId);
    }

    int laneCount(long storeId) {
        return shards.get(storeId).lanes.size();
    }

    /** Lane ids in the order of their moves. */
    List<Long> moves() {
        return moves;
    }

    int offered() {
        return offered;
    }

    int longestMessage() {
        return longestMessage;
    }

    int mostRecords() {
        return mostRecords;
    }

    private static void check(boolean isRight, String what) {
        if (!isRight) {
            throw new AssertionError(what);
        }
    }
}
