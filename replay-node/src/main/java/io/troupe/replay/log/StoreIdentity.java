package io.troupe.replay.log;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a folder's files say of themselves.
 *
 * @param layoutFingerprint of the records that they hold
 */
public record StoreIdentity(long storeId, String layoutFingerprint) {
    /** Of the store in this folder; empty where there is none, or none that can be opened. */
    public static Optional<StoreIdentity> in(Path folder) {
        return StoreHeader.peek(folder);
    }
}
