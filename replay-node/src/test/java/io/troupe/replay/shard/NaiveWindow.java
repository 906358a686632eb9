package io.troupe.replay.shard;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Windows cut by the words of {@link WindowSpec} from a list of all records that a lane ever had. */
final class NaiveWindow {
    private final StepLayout layout;
    private final WindowSpec spec;
    private final List<Record> lane;

    /** @param state that was stored beside it, or null */
    record Record(byte[] bytes, byte[] state) {
        boolean has(int flag) {
            return (ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(StepLayout.FLAGS_OFFSET) & flag) != 0;
        }
    }

    /** What a batch must tell of a window. */
    record Row(int lookBack, int validSteps, int ends, List<byte[]> columns) {
    }

    NaiveWindow(StepLayout layout, WindowSpec spec, List<Record> lane) {
        this.layout = layout;
        this.spec = spec;
        this.lane = lane;
    }

    /** Whether the window has all its records, of a lane of which those from {@code firstHeld} on are there. */
    boolean isWhole(int start, int firstHeld) {
        boolean isForwardWhole = isEnded(lastOfEpisode(start)) || start + spec.horizon() <= lastOfEpisode(start);
        boolean isBackWhole = firstOfEpisode(start) >= firstHeld || start - spec.lookBack() >= firstHeld;
        return !lane.get(start).has(StepLayout.FLAG_CLOSING) && isForwardWhole && isBackWhole;
    }

    Row cut(int start) {
        int validSteps = 0;
        int ends = 0;
        for (int i = start; i < start + spec.horizon() && isStep(start, i); i++) {
            validSteps++;
            ends = lane.get(i).has(StepLayout.FLAG_TERMINATED) ? BatchMessage.END_TERMINATED
                : lane.get(i).has(StepLayout.FLAG_TRUNCATED) ? BatchMessage.END_TRUNCATED : 0;
        }
        List<byte[]> columns = new ArrayList<>();
        for (WindowSpec.Column column : spec.columns()) {
            int anchor = switch (column.anchor()) {
                case BEGIN -> Math.max(start - spec.lookBack(), firstOfEpisode(start));
                case START -> start;
                case END -> Math.min(start + spec.horizon(), lastOfEpisode(start));
            };
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            column.offsets().forEach(offset -> row.writeBytes(value(column.field(), start, anchor + offset)));
            columns.add(row.toByteArray());
        }
        return new Row(Math.min(spec.lookBack(), start - firstOfEpisode(start)), validSteps, ends, columns);
    }

    private byte[] value(StepField field, int start, int record) {
        if (field.isObserved()) {
            int last = Math.min(start + spec.horizon(), lastOfEpisode(start));
            int read = record < firstOfEpisode(start) ? firstOfEpisode(start) : Math.min(record, last);
            return bytes(field, lane.get(read));
        }
        boolean isThere = record <= start + spec.horizon() && isStep(start, record)
            && (field.kind() != StepField.Kind.STATE || lane.get(record).state() != null);
        return isThere ? bytes(field, lane.get(record)) : new byte[field.bytes(layout)];
    }

    private byte[] bytes(StepField field, Record record) {
        if (field.kind() == StepField.Kind.STATE) {
            return record.state();
        }
        int at = field.offset(layout);
        return Arrays.copyOfRange(record.bytes(), at, at + field.bytes(layout));
    }

    /** Whether this is a step of the episode of {@code start}. */
    private boolean isStep(int start, int record) {
        return record >= firstOfEpisode(start) && record <= lastOfEpisode(start)
            && !lane.get(record).has(StepLayout.FLAG_CLOSING);
    }

    private int firstOfEpisode(int record) {
        int first = record;
        while (first > 0 && !isFirst(first)) {
            first--;
        }
        return first;
    }

    private int lastOfEpisode(int record) {
        int last = record;
        while (last + 1 < lane.size() && !isFirst(last + 1)) {
            last++;
        }
        return last;
    }

    private boolean isFirst(int record) {
        Record before = lane.get(record - 1);
        return lane.get(record).has(StepLayout.FLAG_EPISODE_START) || isEnded(record - 1)
            || before.has(StepLayout.FLAG_TRUNCATED) && !lane.get(record).has(StepLayout.FLAG_CLOSING);
    }

    private boolean isEnded(int record) {
        return lane.get(record).has(StepLayout.FLAG_TERMINATED) || lane.get(record).has(StepLayout.FLAG_CLOSING);
    }
}
