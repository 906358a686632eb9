package io.troupe.common.schema;

import java.util.List;

/**
 * One named part of an observation.
 *
 * @param name  unique within the schema
 * @param type  how its elements are stored
 * @param shape dimensions, outermost first; every one at least 1
 */
public record ObservationColumn(String name, ElementType type, List<Integer> shape) {
    public ObservationColumn {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an observation column needs a name");
        }
        if (shape.isEmpty() || shape.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                "observation column '" + name + "' has shape " + shape
                    + "; expected at least one dimension, each at least 1");
        }
        shape = List.copyOf(shape);
    }

    public static ObservationColumn float32(String name, Integer... shape) {
        return new ObservationColumn(name, ElementType.FLOAT32, List.of(shape));
    }

    public int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    public int bytes() {
        return type.bytesFor(elements());
    }
}
