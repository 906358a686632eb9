package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierMetricsTest {
    private static final TroupeSettings SETTINGS =
        new SettingsLoader(name -> "").load().settings();

    @TempDir
    private Path folder;

    @Test
    void shouldReadBackWhatWasWrittenWithTheLastEvaluationAsNumberZero() throws IOException {
        Path file = write(7, 3);
        Files.writeString(file, "{\"time_s\":3", StandardOpenOption.APPEND);
        List<RunSnapshot> read = EarlierMetrics.read(file, SETTINGS, 100);
        assertEquals(7, read.size());
        assertEquals(24_310, read.get(0).envSteps());
        assertEquals(-2, read.get(0).evaluation().sequence());
        assertEquals(480, read.get(3).evaluation().meanReturn());
        assertEquals(0, read.get(6).evaluation().sequence());
        assertTrue(Double.isNaN(read.get(0).trainingReturn()));
    }

    @Test
    void shouldThinALongRunAndKeepItsEvaluations() throws IOException {
        List<RunSnapshot> read = EarlierMetrics.read(write(1000, 333), SETTINGS, 10);
        assertEquals(10 + 3, read.size());
        assertEquals(List.of(-3L, -2L, -1L, 0L), read.stream().map(line -> line.evaluation().sequence()).distinct()
            .toList());
    }

    @Test
    void shouldTellNothingOfARunThatBegins() {
        assertEquals(List.of(), EarlierMetrics.read(folder.resolve("metrics.jsonl"), SETTINGS, 10));
    }

    /** An evaluation with the first of every so many lines. */
    private Path write(int lines, int evaluationEvery) throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        try (MetricsLog log = new MetricsLog(file)) {
            for (int i = 0; i < lines; i++) {
                log.write(Snapshots.with(0.5, Snapshots.evaluation(1 + i / evaluationEvery, 480)));
            }
        }
        return file;
    }
}
