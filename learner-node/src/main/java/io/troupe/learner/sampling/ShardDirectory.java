package io.troupe.learner.sampling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shards by their stores. A store keeps its slot for ever, so rows on their way can name it by that. */
final class ShardDirectory {
    private static final double MASS_UNIT = 1L << 32;

    private final long silenceNs;
    private final List<Shard> shards = new ArrayList<>();
    private double[] masses = new double[0];

    ShardDirectory(long silenceNs) {
        this.silenceNs = silenceNs;
    }

    Shard add(long storeId, Outbox outbox) {
        Shard shard = new Shard(storeId, shards.size(), outbox);
        shards.add(shard);
        masses = new double[shards.size()];
        return shard;
    }

    /** Of all stores that ever were members; null where this was none. */
    Shard find(long storeId) {
        for (int slot = 0; slot < shards.size(); slot++) {
            if (shards.get(slot).storeId == storeId) {
                return shards.get(slot);
            }
        }
        return null;
    }

    Shard at(int slot) {
        return shards.get(slot);
    }

    /** Slots given out. */
    int size() {
        return shards.size();
    }

    boolean isLiving(Shard shard, long nowNs) {
        return shard.isPresent && nowNs - shard.lastHeardNs <= silenceNs;
    }

    int livingCount(long nowNs) {
        int living = 0;
        for (int slot = 0; slot < shards.size(); slot++) {
            living += isLiving(shards.get(slot), nowNs) ? 1 : 0;
        }
        return living;
    }

    /** Steps ever stored by the present shards. */
    long presentSteps() {
        long steps = 0;
        for (int slot = 0; slot < shards.size(); slot++) {
            steps += shards.get(slot).isPresent ? shards.get(slot).storedSteps : 0;
        }
        return steps;
    }

    /** Windows that the present shards could draw, as of their last messages, those that are silent now among them. */
    long presentWindows() {
        long windows = 0;
        for (int slot = 0; slot < shards.size(); slot++) {
            windows += shards.get(slot).isPresent ? shards.get(slot).samplableWindows : 0;
        }
        return windows;
    }

    /** Fills {@link #masses} with those of the living, 0 for the others. False where all are 0. */
    boolean findMasses(long nowNs) {
        boolean hasMass = false;
        for (int slot = 0; slot < masses.length; slot++) {
            Shard shard = shards.get(slot);
            masses[slot] = isLiving(shard, nowNs) ? shard.mass : 0;
            hasMass |= masses[slot] > 0;
        }
        return hasMass;
    }

    /** By slot, as of the last {@link #findMasses}. */
    double[] masses() {
        return masses;
    }

    /** Of all the living, as of the last {@link #findMasses}. */
    double totalMass() {
        double total = 0;
        for (double mass : masses) {
            total += mass;
        }
        return total;
    }

    List<ShardView> views(long nowNs) {
        return shards.stream().filter(shard -> shard.isPresent)
            .map(shard -> new ShardView(shard.storeId, shard.nodeId, isLiving(shard, nowNs), shard.mass / MASS_UNIT,
                shard.samplableWindows, shard.storedSteps, shard.sizeRecords, shard.sampledRows, shard.sentUpdates))
            .toList();
    }

    long storedSteps() {
        long steps = 0;
        for (int slot = 0; slot < shards.size(); slot++) {
            steps += shards.get(slot).storedSteps;
        }
        return steps;
    }

    /** Of all stores that ever were members, by slot; allocates. */
    Map<Long, Long> storedByStore() {
        Map<Long, Long> stored = new LinkedHashMap<>();
        shards.forEach(shard -> stored.put(shard.storeId, shard.storedSteps));
        return stored;
    }

    long sizeRecords() {
        long records = 0;
        for (int slot = 0; slot < shards.size(); slot++) {
            records += shards.get(slot).sizeRecords;
        }
        return records;
    }
}
