package io.troupe.benchmarks;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.shard.WindowReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The copying of a batch alone, without draw and messages: rows cut out of a full log, and beside them plain copies
 * of as many bytes from random places of as much memory into the same target.
 */
final class ReplayGather implements AutoCloseable {
    private static final int LANES = 64;
    private static final int SEGMENT_STEPS = 64;
    private static final int EPISODE_STEPS = 200;
    /** So many that no cache keeps the rows of one turn until the next. */
    private static final int TURNS = 2048;

    private final StepLog log;
    private final WindowReader reader;
    private final BatchMessage batch;
    private final UnsafeBuffer target;
    private final UnsafeBuffer memory;
    private final int maxRows;
    private final int[][] slots = new int[TURNS][ReplayLoad.BATCH_ROWS];
    private final int[] pieceSlots;
    private final double[] probabilities;
    private final int copyBytes;
    private final int copies;
    private final long[] copyPlaces;
    private int turn;

    ReplayGather(Path folder, ReplayCase load) {
        StepLayout layout = load.layout();
        WindowSpec window = load.window();
        copyBytes = load.copyBytes();
        copies = load.copies();
        log = new StepLog(folder, layout, load.windows(), SEGMENT_STEPS, StateSpec.NONE, () -> 1);
        fill(layout.stride());
        reader = new WindowReader(log, layout, window);
        batch = new BatchMessage(layout, window);
        maxRows = Math.min(ReplayLoad.BATCH_ROWS, batch.maxRows(ReplayLoad.MAX_MESSAGE_BYTES));
        target = new UnsafeBuffer(BufferUtil.allocateDirectAligned(
            Math.max(batch.length(maxRows), maxRows * copies * copyBytes), 64));
        long storeBytes = (long) log.capacity() * layout.stride();
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned((int) Math.min(1 << 30, storeBytes), 64));
        memory.setMemory(0, memory.capacity(), (byte) 1);
        pieceSlots = new int[maxRows];
        probabilities = new double[maxRows];
        SplittableRandom random = new SplittableRandom(1);
        int starts = log.capacity() - 2 * LANES * SEGMENT_STEPS;
        for (int[] drawn : slots) {
            for (int row = 0; row < drawn.length; row++) {
                // Whole windows: not the lanes' newest. In order, as the strata of a draw are.
                drawn[row] = (int) ((row + random.nextDouble()) * starts / drawn.length);
            }
        }
        copyPlaces = random.longs((long) TURNS * ReplayLoad.BATCH_ROWS, 0, (memory.capacity() - copyBytes) / 8)
            .map(place -> 8 * place).toArray();
        Arrays.fill(probabilities, 0.5);
    }

    /** Cuts 512 windows, in messages as the shard sends them. */
    void gather() {
        int[] drawn = slots[turn = (turn + 1) % TURNS];
        for (int first = 0; first < drawn.length; first += maxRows) {
            int rows = Math.min(maxRows, drawn.length - first);
            System.arraycopy(drawn, first, pieceSlots, 0, rows);
            batch.begin(target, 0, 1, 1, 1, rows);
            reader.read(pieceSlots, probabilities, rows, batch);
        }
    }

    /** Copies as many bytes. */
    void copy() {
        turn = (turn + 1) % TURNS;
        int place = turn * ReplayLoad.BATCH_ROWS;
        for (int row = 0, to = 0; row < ReplayLoad.BATCH_ROWS; row++, to = row % maxRows * copies * copyBytes) {
            for (int i = 0; i < copies; i++, to += copyBytes, place += 7) {
                target.putBytes(to, memory, (int) copyPlaces[place % copyPlaces.length], copyBytes);
            }
        }
    }

    @Override
    public void close() {
        log.close();
    }

    private void fill(int stride) {
        UnsafeBuffer records = new UnsafeBuffer(new byte[SEGMENT_STEPS * stride]);
        int[] tails = new int[LANES];
        long[] next = new long[LANES];
        Arrays.fill(tails, -1);
        for (int place = 0; place < log.places(); place++) {
            int lane = place % LANES;
            for (int i = 0; i < SEGMENT_STEPS; i++) {
                boolean isEnd = (next[lane] + i) % EPISODE_STEPS == EPISODE_STEPS - 1;
                records.putInt(i * stride + StepLayout.FLAGS_OFFSET, isEnd ? StepLayout.FLAG_TERMINATED : 0);
            }
            tails[lane] = log.openSegment(lane, 0, next[lane], next[lane], tails[lane], 0, 0);
            log.append(tails[lane], records, 0, SEGMENT_STEPS, SEGMENT_STEPS);
            next[lane] += SEGMENT_STEPS;
        }
    }
}
