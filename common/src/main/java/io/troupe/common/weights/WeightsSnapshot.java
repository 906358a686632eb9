package io.troupe.common.weights;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * One published state of the network's parameters. Immutable: nobody writes to {@code data} after it was made. Ordered
 * as {@link WeightsVersion} says.
 *
 * @param data float32, little-endian, in the layout's order
 */
public record WeightsSnapshot(long learnerIncarnation, long version, long learnerStep, DirectBuffer data) {
    /** Whether every parameter is a number that one can compute with. */
    public boolean isFinite() {
        for (int offset = 0; offset < data.capacity(); offset += Float.BYTES) {
            if (!Float.isFinite(data.getFloat(offset, ByteOrder.LITTLE_ENDIAN))) {
                return false;
            }
        }
        return true;
    }

    public boolean isNewerThan(WeightsSnapshot other) {
        return other == null
            || WeightsVersion.isNewer(learnerIncarnation, version, other.learnerIncarnation, other.version);
    }

    /** Which weights these are. */
    public WeightsVersion id() {
        return new WeightsVersion(learnerIncarnation, version);
    }
}
