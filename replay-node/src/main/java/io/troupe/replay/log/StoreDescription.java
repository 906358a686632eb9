package io.troupe.replay.log;

import io.troupe.common.error.TroupeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a store is, told by its header alone.
 *
 * @param capacitySteps     records that fit
 * @param layoutFingerprint of its records; see {@link io.troupe.common.schema.LayoutText}
 * @param states            the recurrent states beside them; {@link StateSpec#NONE} where there are none, empty where
 *     the header does not tell whose they are
 */
public record StoreDescription(long storeId, int segmentSteps, long capacitySteps, String layoutFingerprint,
                               Optional<StateSpec> states) {
    public static boolean isStore(Path folder) {
        return Files.isRegularFile(folder.resolve(StoreHeader.NAME));
    }

    /** @throws TroupeException RESOURCE where the header cannot be read, or is none */
    public static StoreDescription read(Path folder) {
        return StoreHeader.describe(folder.resolve(StoreHeader.NAME));
    }
}
