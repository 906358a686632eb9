package io.troupe.integration.simulation;

import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * What one simulated run is made of, drawn from its seed.
 *
 * @param capacitySteps    of each shard: in most schedules less than is produced, so that old steps are evicted
 * @param faultShare       probability of a fault in a turn
 * @param emptyShare       probability that a killed shard comes back without its files
 * @param isLossy          whether a killed node's last reports to the coordinator may be lost with it
 * @param turns            with faults; the healing comes after
 */
record Schedule(long seed, int actors, int lanes, int shards, int segmentSteps, long capacitySteps,
                int maxUnacknowledgedRecords, int messageRecords, OptionalDouble samplesPerInsert, double faultShare,
                double emptyShare, boolean isLossy, int turns) {
    /** n of the windows. */
    static final int N = 3;
    static final int MOVE_AFTER_MS = 400;

    static Schedule of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int segmentSteps = 4 << random.nextInt(3);
        boolean isRoomy = random.nextInt(3) == 0;
        return new Schedule(seed, 1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3), segmentSteps,
            isRoomy ? 20_000 : 256L * segmentSteps, 20 + random.nextInt(60), 1 + random.nextInt(12),
            random.nextInt(3) == 0 ? OptionalDouble.of(4) : OptionalDouble.empty(), random.nextDouble(0.01, 0.15),
            random.nextInt(3) == 0 ? 0.25 : 0, random.nextInt(3) > 0, 100 + random.nextInt(200));
    }
}
