package io.troupe.replay.log;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** The files of a store, opened and mapped: its header, segments, priorities and lanes. */
final class StoreFiles implements AutoCloseable {
    private static final String PRIORITIES = "priorities";

    private final StoreFolder folder;
    private final StoreHeader header;
    private final LaneFile lanes;
    private final UnsafeBuffer[] pieces;
    private final UnsafeBuffer priorities;

    /** Opens the store in this folder, or makes one where there is none. */
    StoreFiles(Path path, Geometry geometry, String fingerprint, LongSupplier newStoreId) {
        folder = new StoreFolder(path);
        try {
            boolean isNew = !folder.exists(StoreHeader.NAME);
            // Before the other files: another layout would show as a wrong length of theirs.
            StoreHeader existing = isNew ? null : StoreHeader.open(folder, geometry, fingerprint);
            if (isNew) {
                folder.checkSpace(geometry.totalBytes());
            }
            pieces = new UnsafeBuffer[geometry.pieces];
            for (int piece = 0; piece < pieces.length; piece++) {
                pieces[piece] = map(String.format("segments-%03d", piece), geometry.pieceBytes(piece), isNew);
            }
            priorities = map(PRIORITIES, 4L * geometry.capacity, isNew);
            lanes = isNew ? LaneFile.create(folder) : LaneFile.open(folder);
            // Last: with its header there is a store.
            header = isNew ? StoreHeader.create(folder, geometry, fingerprint, newStoreId) : existing;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    StoreHeader header() {
        return header;
    }

    LaneFile lanes() {
        return lanes;
    }

    UnsafeBuffer piece(int piece) {
        return pieces[piece];
    }

    UnsafeBuffer priorities() {
        return priorities;
    }

    void force() {
        folder.force();
    }

    @Override
    public void close() {
        folder.close();
    }

    private UnsafeBuffer map(String name, long bytes, boolean isNew) {
        if (isNew) {
            folder.allocate(name, bytes);
        }
        return new UnsafeBuffer(folder.map(name, bytes));
    }
}
