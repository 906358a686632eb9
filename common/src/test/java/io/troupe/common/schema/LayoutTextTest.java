package io.troupe.common.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTextTest {
    @Test
    void shouldReadBackEveryKindOfLayout() {
        for (EnvironmentSchema schema : List.of(
            new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2),
            new EnvironmentSchema(List.of(new ObservationColumn("frame", ElementType.UINT8, List.of(84, 84)),
                new ObservationColumn("grid, of bits", ElementType.BIT, List.of(10, 10, 4))), 18, true))) {
            assertEquals(schema, LayoutText.read(new StepLayout(schema).fingerprint()).schema());
        }
    }

    @Test
    void shouldRefuseWhatItWouldReadWrongly() {
        String text = new StepLayout(new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2))
            .fingerprint();
        assertThrows(IllegalArgumentException.class, () -> LayoutText.read(text + "0"));
        assertThrows(IllegalArgumentException.class, () -> LayoutText.read("step-v1" + text.substring(7)));
        assertThrows(IllegalArgumentException.class, () -> LayoutText.read(text.substring(0, text.length() - 4)));
        assertThrows(IllegalArgumentException.class, () -> LayoutText.read(""));
    }
}
