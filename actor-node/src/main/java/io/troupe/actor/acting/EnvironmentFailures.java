package io.troupe.actor.acting;

import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how often a lane's environment has failed, and gives it up where nothing goes well between. */
final class EnvironmentFailures {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentFailures.class);

    private final long laneId;
    private final int maxInRow;
    private long all;
    private int inRow;

    /** @param maxInRow {@code actors.max-environment-failures} */
    EnvironmentFailures(long laneId, int maxInRow) {
        this.laneId = laneId;
        this.maxInRow = maxInRow;
    }

    /** @throws TroupeException ENVIRONMENT where it was one too many in a row */
    void add(Exception cause) {
        all++;
        inRow++;
        // The 1st, 2nd, 4th, 8th … time: one that fails at every step does not fill the disk.
        if (Long.bitCount(all) == 1) {
            LOG.warn("The environment of lane {} failed for the {}. time and is made anew: {}", laneId, all,
                Environments.reason(cause));
        }
        if (inRow >= maxInRow) {
            throw new TroupeException(ErrorCode.ENVIRONMENT, "the environment of lane " + laneId + " failed " + inRow
                + " times in a row (actors.max-environment-failures), the last time with: " + Environments.reason(cause),
                cause);
        }
    }

    /** A step went well. */
    void onStep() {
        inRow = 0;
    }

    long all() {
        return all;
    }
}
