package io.troupe.common.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a sample is cut to: for each column, a field of the step record and the offsets, in steps from the window's
 * start, at which it is taken. A window starts at a step, reaches {@link #horizon()} records further, and ends earlier
 * where its episode does:
 *
 * <ul>
 *   <li>an observation past the episode's last record reads that last record (after a truncation: the closing record,
 *       whose observation is the one to bootstrap from);
 *   <li>any other field past the episode's last step reads 0.
 * </ul>
 *
 * The row also says how many steps of the episode lie in it ({@code validSteps}, 1 … horizon) and whether the last of
 * these terminated. Folding rewards into a return is the learner's.
 *
 * @param columns the row's columns, in their order in a batch
 * @param horizon records after the start that must have arrived, unless the episode ended before
 */
public record WindowSpec(List<Column> columns, int horizon) {
    /** One field at some offsets; in a row its values follow each other in the order of the offsets. */
    public record Column(StepField field, List<Integer> offsets) {
        public Column {
            offsets = List.copyOf(offsets);
        }

        public int rowBytes(StepLayout layout) {
            return offsets.size() * field.bytes(layout);
        }
    }

    public WindowSpec {
        columns = List.copyOf(columns);
        if (horizon < 1) {
            throw new IllegalArgumentException("a window needs a horizon of at least 1 step, got " + horizon);
        }
        for (Column column : columns) {
            for (int offset : column.offsets()) {
                if (offset < 0 || offset > horizon) {
                    throw new IllegalArgumentException(
                        "window offset " + offset + " of " + column.field() + " is outside 0…" + horizon);
                }
            }
        }
    }

    /**
     * The n-step transition: every observation column at {0, n}, the action and the weights' version at 0, the rewards
     * at 0 … n − 1. Columns in this order: observations as in the schema, action, rewards, weights version.
     */
    public static WindowSpec nStep(EnvironmentSchema schema, int n) {
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < schema.observations().size(); column++) {
            columns.add(new Column(StepField.observation(column), List.of(0, n)));
        }
        columns.add(new Column(StepField.ACTION, List.of(0)));
        columns.add(new Column(StepField.REWARD, IntStream.range(0, n).boxed().toList()));
        columns.add(new Column(StepField.WEIGHTS_VERSION, List.of(0)));
        return new WindowSpec(columns, n);
    }

    /** Index of the column that takes {@code field}. */
    public int columnOf(StepField field) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).field().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException("this window has no column of " + field);
    }

    /** Bytes of one row over all columns, without its key, probability, length and end. */
    public int rowBytes(StepLayout layout) {
        return columns.stream().mapToInt(column -> column.rowBytes(layout)).sum();
    }

    public String fingerprint() {
        return "window-v1 " + columns + " horizon=" + horizon;
    }
}
