package io.troupe.replay.shard;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Layouts, windows and records of every kind there is. */
final class RandomWindows {
    private final SplittableRandom random;

    RandomWindows(SplittableRandom random) {
        this.random = random;
    }

    StepLayout layout() {
        List<ObservationColumn> columns = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            ElementType type = ElementType.values()[random.nextInt(3)];
            List<Integer> shape =
                IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(d -> 1 + random.nextInt(6)).toList();
            columns.add(new ObservationColumn("column-" + i, type, shape));
        }
        return new StepLayout(new EnvironmentSchema(columns, 2 + random.nextInt(20), random.nextBoolean()),
            4 * random.nextInt(4));
    }

    /** The windows of an algorithm, or columns of any fields, at any offsets in any order. */
    WindowSpec window(StepLayout layout) {
        int lookBack = random.nextInt(6);
        int length = 1 + random.nextInt(6);
        int n = 1 + random.nextInt(4);
        int period = 1 + random.nextInt(4);
        return switch (random.nextInt(4)) {
            case 0 -> WindowSpec.nStep(layout.schema(), n, lookBack + 1);
            case 1 -> WindowSpec.sequence(layout, lookBack, length, n, period);
            default -> {
                int horizon = length - 1 + n;
                yield new WindowSpec(columns(layout, lookBack, horizon), lookBack, length, horizon, period);
            }
        };
    }

    private List<WindowSpec.Column> columns(StepLayout layout, int lookBack, int horizon) {
        List<StepField> fields = fields(layout);
        List<WindowSpec.Column> columns = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(8); i++) {
            WindowSpec.Anchor anchor = WindowSpec.Anchor.values()[random.nextInt(3)];
            int first = anchor == WindowSpec.Anchor.BEGIN ? 0 : -lookBack;
            int last = switch (anchor) {
                case BEGIN -> lookBack + horizon;
                case START -> horizon;
                case END -> 0;
            };
            columns.add(new WindowSpec.Column(fields.get(random.nextInt(fields.size())), anchor, random
                .ints(1 + random.nextInt(6), first, last + 1).boxed().toList()));
        }
        return columns;
    }

    /** The record that follows these: whole episodes mostly, and some that just stop. */
    NaiveWindow.Record record(StepLayout layout, List<NaiveWindow.Record> lane) {
        NaiveWindow.Record before = lane.isEmpty() ? null : lane.get(lane.size() - 1);
        byte[] bytes = new byte[layout.stride()];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(StepLayout.FLAGS_OFFSET, flags(before));
        byte[] state = null;
        if (layout.stateBytes() > 0 && random.nextInt(3) == 0) {
            state = new byte[layout.stateBytes()];
            random.nextBytes(state);
        }
        return new NaiveWindow.Record(bytes, state);
    }

    private int flags(NaiveWindow.Record before) {
        if (before != null && before.has(StepLayout.FLAG_TRUNCATED) && random.nextInt(8) > 0) {
            return StepLayout.FLAG_CLOSING;
        }
        boolean isFirst = before == null || random.nextInt(40) == 0
            || before.has(StepLayout.FLAG_TERMINATED | StepLayout.FLAG_TRUNCATED | StepLayout.FLAG_CLOSING);
        int end = switch (random.nextInt(16)) {
            case 0, 1 -> StepLayout.FLAG_TERMINATED;
            case 2, 3 -> StepLayout.FLAG_TRUNCATED;
            default -> 0;
        };
        // After an end the next record begins an episode, whether it says so or not.
        boolean isTold = isFirst && random.nextInt(4) > 0;
        return end | (isTold ? StepLayout.FLAG_EPISODE_START : 0);
    }

    private static List<StepField> fields(StepLayout layout) {
        List<StepField> fields =
            new ArrayList<>(List.of(StepField.ACTION, StepField.REWARD, StepField.WEIGHTS_VERSION));
        for (int i = 0; i < layout.schema().observations().size(); i++) {
            fields.add(StepField.observation(i));
        }
        if (layout.schema().hasActionMask()) {
            fields.add(StepField.ACTION_MASK);
        }
        if (layout.stateBytes() > 0) {
            fields.add(StepField.STATE);
        }
        return fields;
    }
}
