package io.troupe.integration;

import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.StepLayout;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every record that the shards' files hold, read back one by one after a run that has evicted nothing.
 *
 * @param lanes      the records that are there, by lane
 * @param steps      env steps among them
 * @param duplicates records that are there a second time, in the same shard or another one
 * @param torn       records whose checksum is wrong
 */
record StoredRecords(Map<Long, BitSet> lanes, long steps, long duplicates, long torn) {
    static StoredRecords read(RunFiles run) {
        RunContract contract = run.contract();
        TroupeSettings settings = contract.settings();
        Map<Long, BitSet> lanes = new TreeMap<>();
        long[] counts = new long[3];
        for (Path files : run.shardFolders(contract.runId())) {
            ReplayShardSettings shard = ReplayShardSettings.of(settings.replay(), files, contract.layout(),
                contract.window(), 1 << 16);
            try (StepLog log = new StepLog(files, shard.layout(), shard.capacitySteps(), shard.segmentSteps(),
                StateSpec.NONE, () -> {
                throw new IllegalStateException(files + " has no store");
            })) {
                read(log, lanes, counts);
            }
        }
        return new StoredRecords(lanes, counts[0], counts[1], counts[2]);
    }

    private static void read(StepLog log, Map<Long, BitSet> lanes, long[] counts) {
        for (int place = 0; place < log.places(); place++) {
            if (log.sequence(place) == 0) {
                continue;
            }
            BitSet lane = lanes.computeIfAbsent(log.laneId(place), id -> new BitSet());
            for (int offset = 0; offset < log.count(place); offset++) {
                int record = Math.toIntExact(log.firstRecord(place) + offset);
                counts[0] += (log.flags(place, offset) & StepLayout.FLAG_CLOSING) == 0 ? 1 : 0;
                counts[1] += lane.get(record) ? 1 : 0;
                counts[2] += log.verify(place, offset) ? 0 : 1;
                lane.set(record);
            }
        }
    }

    /** Records that are missing below a lane's highest one, over all lanes. */
    long gaps() {
        return lanes.values().stream().mapToLong(lane -> lane.length() - lane.cardinality()).sum();
    }
}
