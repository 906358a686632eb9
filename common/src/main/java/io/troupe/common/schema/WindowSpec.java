package io.troupe.common.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a sample is cut to: for each column, a field of the step and the offsets, in records, at which it is taken. A
 * window starts at a step, its first to be learned from. It may look {@link #lookBack()} records back (a frame stack, a
 * burn-in) and reaches {@link #horizon()} records further, and ends earlier where its episode does:
 *
 * <pre>
 *   −lookBack … −1 | 0 … length − 1 | … horizon
 *     seen only    | learned from   | to bootstrap from
 * </pre>
 *
 * <ul>
 *   <li>what is observed (observation, action mask) before the episode's first record reads that first record, as a
 *       frame stack is filled at a reset; past the episode's last record it reads that last record (after a truncation:
 *       the closing record, whose observation is the one to bootstrap from);
 *   <li>any other field outside the episode's steps, or past the horizon, reads 0;
 *   <li>a recurrent state before the episode's first record, and one that was not stored, reads 0.
 * </ul>
 *
 * The row also says how many records before the start belong to its episode ({@code lookBack}, 0 … lookBack), how many
 * of the episode's steps lie in it from the start on ({@code validSteps}, 1 … horizon) and whether the last of these
 * ended the episode. Folding rewards into a return is the learner's.
 *
 * <p>Where windows start: at every {@link #period()}-th step of an episode from its first, as long as {@link #length()}
 * steps follow. The end that these leave over is covered by one window more, aligned to the episode's end; an episode
 * shorter than {@code length} is one window. With a length of 1 and a period of 1 a window starts at every step.
 *
 * @param columns  the row's columns, in their order in a batch
 * @param lookBack records before the start that must be held, unless the episode began after them
 * @param length   steps that are learned from: 1 for a transition
 * @param horizon  records after the start that must have arrived, unless the episode ended before: length − 1 + n
 * @param period   steps from one start to the next
 */
public record WindowSpec(List<Column> columns, int lookBack, int length, int horizon, int period) {
    /** What a column's offsets count from. */
    public enum Anchor {
        /** The first record that the window may look back to: {@code lookBack} before the start, or its episode's first. */
        BEGIN,
        /** The window's start. */
        START,
        /** The last record that the window may read: {@code horizon} after the start, or its episode's last record. */
        END
    }

    /** One field at some offsets; in a row its values follow each other in the order of the offsets. */
    public record Column(StepField field, Anchor anchor, List<Integer> offsets) {
        public Column {
            offsets = List.copyOf(offsets);
        }

        public int rowBytes(StepLayout layout) {
            return offsets.size() * field.bytes(layout);
        }
    }

    public WindowSpec {
        columns = List.copyOf(columns);
        if (length < 1 || period < 1 || lookBack < 0) {
            throw new IllegalArgumentException("a window needs a length and a period of at least 1 and a look-back"
                + " of at least 0, got length " + length + ", period " + period + ", look-back " + lookBack);
        }
        if (horizon < length) {
            throw new IllegalArgumentException("a window of length " + length + " needs a horizon of at least " + length
                + " records, got " + horizon);
        }
        for (Column column : columns) {
            int first = column.anchor() == Anchor.BEGIN ? 0 : -lookBack;
            int last = switch (column.anchor()) {
                case BEGIN -> lookBack + horizon;
                case START -> horizon;
                case END -> 0;
            };
            for (int offset : column.offsets()) {
                if (offset < first || offset > last) {
                    throw new IllegalArgumentException("window offset " + offset + " of " + column.field() + " from the "
                        + column.anchor() + " is outside " + first + " … " + last);
                }
            }
        }
    }

    /** {@link #nStep(EnvironmentSchema, int, int)} without a frame stack. */
    public static WindowSpec nStep(EnvironmentSchema schema, int n) {
        return nStep(schema, n, 1);
    }

    /**
     * The n-step transition: the last {@code stack} observations at the start and at the record to bootstrap from, the
     * action and the weights' version at 0, the rewards at 0 … n − 1. Columns in this order: for each observation
     * column the one at the start and the one at the end, the same of the action mask where there is one, action,
     * rewards, weights version.
     */
    public static WindowSpec nStep(EnvironmentSchema schema, int n, int stack) {
        List<Integer> stacked = range(1 - stack, 0);
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < schema.observations().size(); column++) {
            columns.add(new Column(StepField.observation(column), Anchor.START, stacked));
            columns.add(new Column(StepField.observation(column), Anchor.END, stacked));
        }
        if (schema.hasActionMask()) {
            columns.add(new Column(StepField.ACTION_MASK, Anchor.START, List.of(0)));
            columns.add(new Column(StepField.ACTION_MASK, Anchor.END, List.of(0)));
        }
        columns.add(new Column(StepField.ACTION, Anchor.START, List.of(0)));
        columns.add(new Column(StepField.REWARD, Anchor.START, range(0, n - 1)));
        columns.add(new Column(StepField.WEIGHTS_VERSION, Anchor.START, List.of(0)));
        return new WindowSpec(columns, stack - 1, 1, n, 1);
    }

    /**
     * A sequence as in R2D2 (Kapturowski et al. 2019): {@code length} steps to learn from after up to {@code burnIn}
     * steps that only fill the memory, and n further observations to bootstrap from. Everything counts from the begin, so
     * that a sequence near its episode's start has its filling behind its steps and not before them. Columns in this
     * order: burnIn + length + n observations and action masks, one action and reward fewer, the weights' version at the
     * start, and the recurrent state at the begin where the layout has one. Where another sequence begins at each start,
     * so that there is a state as well, that one too: what the burn-in arrives at can be compared with it.
     */
    public static WindowSpec sequence(StepLayout layout, int burnIn, int length, int n, int period) {
        int horizon = length - 1 + n;
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < layout.schema().observations().size(); column++) {
            columns.add(new Column(StepField.observation(column), Anchor.BEGIN, range(0, burnIn + horizon)));
        }
        if (layout.schema().hasActionMask()) {
            columns.add(new Column(StepField.ACTION_MASK, Anchor.BEGIN, range(0, burnIn + horizon)));
        }
        columns.add(new Column(StepField.ACTION, Anchor.BEGIN, range(0, burnIn + horizon - 1)));
        columns.add(new Column(StepField.REWARD, Anchor.BEGIN, range(0, burnIn + horizon - 1)));
        columns.add(new Column(StepField.WEIGHTS_VERSION, Anchor.START, List.of(0)));
        if (layout.stateBytes() > 0) {
            columns.add(new Column(StepField.STATE, Anchor.BEGIN, List.of(0)));
            if (burnIn > 0 && burnIn % period == 0) {
                columns.add(new Column(StepField.STATE, Anchor.START, List.of(0)));
            }
        }
        return new WindowSpec(columns, burnIn, length, horizon, period);
    }

    /** Index of the column that takes {@code field} from the window's start. */
    public int columnOf(StepField field) {
        return columnOf(field, Anchor.START);
    }

    /** @throws IllegalArgumentException where there is none */
    public int columnOf(StepField field, Anchor anchor) {
        return findColumn(field, anchor).orElseThrow(() -> new IllegalArgumentException(
            "this window has no column of " + field + " from the " + anchor));
    }

    public OptionalInt findColumn(StepField field, Anchor anchor) {
        return IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).field().equals(field) && columns.get(i).anchor() == anchor).findFirst();
    }

    /** Bytes of one row over all columns, without its key, probability, length and end. */
    public int rowBytes(StepLayout layout) {
        return columns.stream().mapToInt(column -> column.rowBytes(layout)).sum();
    }

    public String fingerprint() {
        return "window-v2 " + columns + " lookBack=" + lookBack + " length=" + length + " horizon=" + horizon
            + " period=" + period;
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }
}
