package io.troupe.actor.external;

import com.google.protobuf.ByteString;
import io.troupe.common.environment.Observation;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.proto.external.Column;
import io.troupe.proto.external.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * From a message's columns to the numbers of an observation, all columns one after the other, in the schema's order; behind
 * them, where the schema has a mask, 1 for each action that is legal and 0 for each other.
 */
final class ObservationReader {
    private static final int MAX_BYTE = 255;

    private final List<ObservationColumn> columns;
    private final int elements;
    /** Actions that the mask is of; 0: there is none. */
    private final int maskedActions;

    ObservationReader(EnvironmentSchema schema) {
        columns = schema.observations();
        elements = columns.stream().mapToInt(ObservationColumn::elements).sum();
        maskedActions = schema.hasActionMask() ? schema.actionCount() : 0;
    }

    /** What a step shows; null where it leaves. @throws Refusal as {@link #read(List, List, boolean)} */
    float[] read(Step step) {
        return switch (step.getWhatCase()) {
            case RESET -> read(step.getReset().getObservationList(), step.getReset().getLegalActionsList(), true);
            case OBSERVE -> read(step.getObserve().getObservationList(), step.getObserve().getLegalActionsList(), true);
            case END -> read(step.getEnd().getObservationList(), step.getEnd().getLegalActionsList(),
                step.getEnd().getTruncated());
            case LEAVE -> null;
            case WHAT_NOT_SET ->
                throw Refusal.badRequest("the step has none of reset, observe, end and leave, expected one");
        };
    }

    /**
     * @param isValued whether the observation does not terminate its episode, so that an action has to be legal in it
     * @throws Refusal where the columns are not those of the schema, an element is nothing that its type holds, or the legal
     *                 actions are not some of the actions
     */
    private float[] read(List<Column> given, List<Integer> legalActions, boolean isValued) {
        if (given.size() != columns.size()) {
            throw Refusal.badRequest("observation has " + given.size() + " columns, expected " + columns.size() + ": "
                + names());
        }
        float[] values = new float[elements + maskedActions];
        int first = 0;
        for (int i = 0; i < columns.size(); i++) {
            ObservationColumn column = columns.get(i);
            read(find(given, i), column, values, first);
            first += column.elements();
        }
        readMask(legalActions, isValued, values);
        return values;
    }

    private void readMask(List<Integer> legalActions, boolean isValued, float[] values) {
        if (maskedActions == 0 && !legalActions.isEmpty()) {
            throw Refusal.badRequest("legal_actions is " + legalActions
                + ", expected none: the schema does not have has_action_mask, and all actions are always legal");
        }
        if (maskedActions > 0 && isValued && legalActions.isEmpty()) {
            throw Refusal.badRequest("legal_actions is empty, expected one at least of 0 … " + (maskedActions - 1)
                + ": the schema has has_action_mask, and the episode is not over");
        }
        for (int action : legalActions) {
            if (action < 0 || action >= maskedActions) {
                throw Refusal.badRequest("legal_actions has " + action + ", expected some of 0 … " + (maskedActions - 1));
            }
            values[elements + action] = 1;
        }
    }

    private Column find(List<Column> given, int index) {
        String name = columns.get(index).name();
        // In the schema's order there is nothing to search; any other order does as well.
        if (given.get(index).getName().equals(name)) {
            return given.get(index);
        }
        return given.stream().filter(one -> one.getName().equals(name)).findFirst()
            .orElseThrow(() -> Refusal.badRequest("observation has no column '" + name + "'; expected " + names()
                + ", got " + given.stream().map(Column::getName).toList()));
    }

    private static void read(Column given, ObservationColumn column, float[] values, int first) {
        int count = column.elements();
        if (given.getValuesCount() > 0 && !given.getPacked().isEmpty()) {
            throw wrong(column, "has values and packed", "one of them");
        }
        if (given.getPacked().isEmpty()) {
            checkCount(column, given.getValuesCount(), count, "values");
            for (int i = 0; i < count; i++) {
                values[first + i] = checked(column, i, given.getValues(i));
            }
            return;
        }
        ByteString packed = given.getPacked();
        boolean isFloat = column.type() == ElementType.FLOAT32;
        checkCount(column, packed.size(), isFloat ? Float.BYTES * count : count, "bytes");
        ByteBuffer bytes = packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values[first + i] = checked(column, i, isFloat ? bytes.getFloat() : bytes.get() & MAX_BYTE);
        }
    }

    private static void checkCount(ObservationColumn column, int got, int expected, String what) {
        if (got != expected) {
            throw wrong(column, "has " + got + " " + what, expected + " for shape " + column.shape());
        }
    }

    private static float checked(ObservationColumn column, int index, float value) {
        boolean isRight = switch (column.type()) {
            case FLOAT32 -> Float.isFinite(value);
            case UINT8 -> value >= 0 && value <= MAX_BYTE && value == (int) value;
            case BIT -> value == 0 || value == 1;
        };
        if (!isRight) {
            throw wrong(column, "has " + value + " as element " + index, switch (column.type()) {
                case FLOAT32 -> "a finite number";
                case UINT8 -> "a whole number from 0 to 255";
                case BIT -> "0 or 1";
            });
        }
        return value;
    }

    private static Refusal wrong(ObservationColumn column, String got, String expected) {
        return Refusal.badRequest("observation column '" + column.name() + "' " + got + ", expected " + expected);
    }

    private List<String> names() {
        return columns.stream().map(ObservationColumn::name).toList();
    }

    /** Writes what {@link #read} has read. */
    void write(float[] values, Observation observation) {
        int next = 0;
        for (int column = 0; column < columns.size(); column++) {
            int count = columns.get(column).elements();
            ElementType type = columns.get(column).type();
            for (int i = 0; i < count; i++) {
                float value = values[next++];
                switch (type) {
                    case FLOAT32 -> observation.putFloat(column, i, value);
                    case UINT8 -> observation.putByte(column, i, (int) value);
                    case BIT -> observation.putBit(column, i, value != 0);
                }
            }
        }
        for (int action = 0; action < maskedActions; action++) {
            observation.putLegal(action, values[elements + action] != 0);
        }
    }
}
