package io.troupe.common.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@link StepLayout} back from its fingerprint, for files whose run is not known. */
public final class LayoutText {
    private static final Pattern COLUMN =
        Pattern.compile("ObservationColumn\\[name=(.*?), type=(FLOAT32|UINT8|BIT), shape=\\[([0-9, ]+)]]");
    private static final Pattern ACTIONS =
        Pattern.compile("], actionCount=(\\d{1,9}), hasActionMask=(true|false)] stride=\\d+$");

    private LayoutText() {
    }

    /** @throws IllegalArgumentException where the text is not the fingerprint of a layout that this version knows */
    public static StepLayout read(String fingerprint) {
        List<ObservationColumn> columns = new ArrayList<>();
        Matcher column = COLUMN.matcher(fingerprint);
        while (column.find()) {
            columns.add(new ObservationColumn(column.group(1), ElementType.valueOf(column.group(2)),
                Arrays.stream(column.group(3).split(", ")).map(Integer::valueOf).toList()));
        }
        Matcher actions = ACTIONS.matcher(fingerprint);
        if (!actions.find() || columns.isEmpty()) {
            throw unknown(fingerprint);
        }
        StepLayout layout = new StepLayout(new EnvironmentSchema(columns, Integer.parseInt(actions.group(1)),
            Boolean.parseBoolean(actions.group(2))));
        // What was read is right if it says the same: names may hold anything.
        if (!layout.fingerprint().equals(fingerprint)) {
            throw unknown(fingerprint);
        }
        return layout;
    }

    private static IllegalArgumentException unknown(String fingerprint) {
        return new IllegalArgumentException("'" + fingerprint
            + "' is not the layout of a step as this version writes it");
    }
}
