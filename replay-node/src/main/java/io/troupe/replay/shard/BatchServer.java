package io.troupe.replay.shard;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityTree;
import java.util.random.RandomGenerator;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Draws the rows that the learner has asked for and encodes them in pieces that fit a message. A request is stratified
 * as a whole; each piece is drawn when it is encoded, and carries the state of that moment. A piece that the sink does
 * not take is kept as it is.
 */
final class BatchServer {
    private static final int CACHE_LINE = 64;

    private final StepLog log;
    private final PriorityTree tree;
    private final WindowPriorities windows;
    private final LaneSegments segments;
    private final WindowReader reader;
    private final RandomGenerator random;
    private final Requests requests = new Requests();
    private final BatchMessage batch;
    private final UnsafeBuffer piece;
    private final int maxRows;
    private final int[] slots;
    private final double[] probabilities;
    private int nodeId;
    private int pieceLength;
    private boolean isReportDue;
    private long sampledRows;

    BatchServer(StepLog log, PriorityTree tree, WindowPriorities windows, LaneSegments segments, StepLayout layout,
                WindowSpec window, int maxMessageLength, RandomGenerator random) {
        this.log = log;
        this.tree = tree;
        this.windows = windows;
        this.segments = segments;
        this.random = random;
        reader = new WindowReader(log, layout, window);
        batch = new BatchMessage(layout, window);
        maxRows = batch.maxRows(maxMessageLength);
        if (maxRows == 0) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "one window takes a message of " + batch.length(1)
                + " bytes, the transport takes " + maxMessageLength + " at most; make the transport's term length"
                + " larger or the window smaller");
        }
        piece = new UnsafeBuffer(BufferUtil.allocateDirectAligned(batch.length(maxRows), CACHE_LINE));
        slots = new int[maxRows];
        probabilities = new double[maxRows];
    }

    void nodeId(int id) {
        nodeId = id;
    }

    void request(long batchId, int rows) {
        requests.add(batchId, rows);
        isReportDue = tree.total() == 0;
    }

    /** Sends what can be sent now; returns the messages that the sink took. */
    int serve(BatchSink sink) {
        int sent = 0;
        while (true) {
            if (pieceLength == 0 && !requests.isEmpty() && tree.total() > 0) {
                encode();
            }
            if (pieceLength == 0 || !sink.offer(piece, 0, pieceLength)) {
                break;
            }
            pieceLength = 0;
            sent++;
        }
        if (isReportDue && tree.total() == 0 && report(sink)) {
            isReportDue = false;
            sent++;
        }
        return sent;
    }

    /** Sends the state alone. Behind a piece that waits it is not needed, since that one tells the state too. */
    boolean report(BatchSink sink) {
        if (pieceLength != 0) {
            return false;
        }
        batch.begin(piece, 0, log.storeId(), nodeId, 0, 0);
        writeState();
        return sink.offer(piece, 0, batch.length());
    }

    /** Nothing is owed any more. */
    void forgetRequests() {
        requests.clear();
        pieceLength = 0;
        isReportDue = false;
    }

    /** Whether nothing that could be drawn is owed, and nothing waits to be sent. */
    boolean isServed() {
        return pieceLength == 0 && (requests.isEmpty() || tree.total() == 0);
    }

    long sampledRows() {
        return sampledRows;
    }

    long owedRows() {
        return requests.owedRows();
    }

    long droppedRequests() {
        return requests.dropped();
    }

    private void encode() {
        int rows = Math.min(maxRows, requests.rows() - requests.served());
        batch.begin(piece, 0, log.storeId(), nodeId, requests.batchId(), rows);
        writeState();
        tree.draw(requests.served(), rows, requests.rows(), random, slots);
        double total = tree.total();
        for (int row = 0; row < rows; row++) {
            probabilities[row] = tree.mass(slots[row]) / total;
        }
        windows.sampleCounts().add(slots, rows);
        reader.read(slots, probabilities, rows, batch);
        requests.serve(rows);
        sampledRows += rows;
        pieceLength = batch.length();
    }

    private void writeState() {
        batch.state(tree.total(), windows.samplableWindows(), segments.storedSteps(), segments.heldRecords());
    }
}
