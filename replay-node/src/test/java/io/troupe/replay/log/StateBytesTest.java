package io.troupe.replay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/replay.md says that the recurrent states of the preset {@code lstm} cost. */
class StateBytesTest {
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);

    private final TroupeSettings settings = new SettingsLoader(name -> "").network("lstm").load().settings();
    private final Sequence sequence = settings.learning().sequence();
    /** h and c. */
    private final int stateBytes = 2 * settings.network().memory().units() * Float.BYTES;

    @Test
    void statesShouldTakeAsManyBytesOfTheFilesAsDocumented() throws IOException {
        StepLayout layout = new StepLayout(SCHEMA, stateBytes);
        int segmentSteps = settings.replay().segmentSteps();
        StateSpec states = StateSpec.of(layout, window(layout, sequence.period()), segmentSteps, "lstm");
        assertEquals(19, states.entries());
        long bytes = new StateColumn(states, 1).totalBytes();
        assertEquals(9_920, bytes);
        assertEquals(155, bytes / segmentSteps);
        assertEquals(40, layout.stride());
        documented("19 states", "9,920 bytes", "155 bytes a step, beside a record of 40");
    }

    @Test
    void aDrawnRowShouldCarryOneStateAndASecondOneOnlyWhereTheBurnInIsAMultipleOfThePeriod() throws IOException {
        assertEquals(512, stateBytes);
        assertEquals(12, sequence.length());
        assertEquals(stateBytes, bytesOfStates(sequence.period()));
        assertEquals(2 * stateBytes, bytesOfStates(sequence.burnIn()));
        documented("512 bytes", "43 bytes a learned step", "1,024 bytes", "85 bytes a learned step");
    }

    private int bytesOfStates(int period) {
        StepLayout with = new StepLayout(SCHEMA, stateBytes);
        StepLayout without = new StepLayout(SCHEMA);
        return window(with, period).rowBytes(with) - window(without, period).rowBytes(without);
    }

    private WindowSpec window(StepLayout layout, int period) {
        return WindowSpec.sequence(layout, sequence.burnIn(), sequence.length(), settings.learning().nStep(), period);
    }

    private static void documented(String... words) throws IOException {
        String page = Files.readString(Path.of("../docs/replay.md")).replaceAll("\\s+", " ");
        for (String word : words) {
            assertTrue(page.contains(word), "docs/replay.md says nothing of " + word);
        }
    }
}
