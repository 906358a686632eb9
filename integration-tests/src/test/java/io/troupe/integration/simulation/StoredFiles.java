package io.troupe.integration.simulation;

import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.shard.ReplayShardSettings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/** What a closed shard's files hold, read without the shard. */
final class StoredFiles {
    private final ReplayShardSettings settings;

    StoredFiles(ReplayShardSettings settings) {
        this.settings = settings;
    }

    /** Each record is whole, what was produced, there once, and one that the books know to be stored here. */
    void check(Books books) {
        try (StepLog log = new StepLog(settings.folder(), settings.layout(), settings.capacitySteps(),
            settings.segmentSteps(), StateSpec.NONE, () -> 1)) {
            StoreBook store = books.store(log.storeId());
            Set<String> seen = new HashSet<>();
            byte[] bytes = new byte[settings.layout().stride()];
            for (int place = 0; place < log.places(); place++) {
                LaneBook lane = books.lane(log.laneId(place));
                for (int offset = 0; log.sequence(place) != 0 && offset < log.count(place); offset++) {
                    long record = log.firstRecord(place) + offset;
                    UnsafeBuffer piece = log.piece(place);
                    piece.getBytes(log.recordIndex(place, offset), bytes);
                    Books.check(log.verify(place, offset) && Arrays.equals(bytes, lane.record(record)),
                        "store %d holds another record %d of lane %d", store.storeId, record, lane.laneId);
                    Books.check(seen.add(lane.laneId + ":" + record) && store.isStored(lane.laneId, record),
                        "store %d holds record %d of lane %d twice or against the books", store.storeId, record,
                        lane.laneId);
                }
            }
        }
    }
}
