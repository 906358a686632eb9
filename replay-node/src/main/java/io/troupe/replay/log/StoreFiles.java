package io.troupe.replay.log;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** The files of a store, opened and mapped: its header, segments, priorities, lanes and states. */
final class StoreFiles implements AutoCloseable {
    private static final String PRIORITIES = "priorities";

    private final StoreFolder folder;
    private final StoreHeader header;
    private final LaneFile lanes;
    private final UnsafeBuffer[] pieces;
    private final UnsafeBuffer priorities;
    private final StateColumn states;
    private boolean hasDroppedStates;

    /** Opens the store in this folder, or makes one where there is none. */
    StoreFiles(Path path, Geometry geometry, String fingerprint, StateSpec stateSpec,
               LongSupplier newStoreId) {
        folder = new StoreFolder(path);
        try {
            boolean isNew = !folder.exists(StoreHeader.NAME);
            // Before the other files: another layout would show as a wrong length of theirs.
            StoreHeader existing = isNew ? null : StoreHeader.open(folder, geometry, fingerprint);
            if (isNew) {
                folder.checkSpace(geometry.totalBytes() + new StateColumn(stateSpec, geometry.places).totalBytes());
            }
            pieces = new UnsafeBuffer[geometry.pieces];
            for (int piece = 0; piece < pieces.length; piece++) {
                pieces[piece] = map(String.format("segments-%03d", piece), geometry.pieceBytes(piece), isNew);
            }
            priorities = map(PRIORITIES, 4L * geometry.capacity, isNew);
            lanes = isNew ? LaneFile.create(folder) : LaneFile.open(folder);
            // Last: with its header there is a store.
            header = isNew ? StoreHeader.create(folder, geometry, fingerprint, newStoreId) : existing;
            states = openStates(stateSpec, geometry.places);
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

    StateColumn states() {
        return states;
    }

    /** Whether the states that there were are of another network or too few for this window, and have been deleted. */
    boolean hasDroppedStates() {
        return hasDroppedStates;
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

    /** Opens the files of states, or makes them anew where there are none of this kind. */
    private StateColumn openStates(StateSpec spec, int places) {
        int entries = header.stateEntries(spec);
        StateColumn column = new StateColumn(entries > 0 ? spec.withEntries(entries) : spec, places);
        boolean isNew = entries == 0 || !areThere(column);
        if (isNew) {
            column = new StateColumn(spec, places);
            hasDroppedStates = header.hasStates();
            header.removeStates();
            for (int piece = 0; folder.exists(statesName(piece)); piece++) {
                folder.delete(statesName(piece));
            }
            folder.checkSpace(column.totalBytes());
        }
        for (int piece = 0; piece < column.pieces(); piece++) {
            column.map(piece, map(statesName(piece), column.pieceBytes(piece), isNew));
        }
        if (isNew) {
            header.states(spec);
        }
        return column;
    }

    private boolean areThere(StateColumn column) {
        for (int piece = 0; piece < column.pieces(); piece++) {
            if (!folder.exists(statesName(piece), column.pieceBytes(piece))) {
                return false;
            }
        }
        return true;
    }

    private static String statesName(int piece) {
        return String.format("states-%03d", piece);
    }
}
