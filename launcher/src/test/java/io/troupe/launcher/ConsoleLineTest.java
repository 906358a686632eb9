package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.RunSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ConsoleLineTest {
    private static final RunSnapshot SNAPSHOT =
        Snapshots.at(75.9, 24_310, OptionalDouble.of(312.44), OptionalDouble.of(475));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long nowNs;

    private ConsoleLine line(boolean isInteractive) {
        return new ConsoleLine(new PrintStream(written, true, StandardCharsets.UTF_8),
            new Terminal(isInteractive, 60, false, isInteractive), () -> nowNs);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowHowFarItIs() {
        assertEquals("1:15 | env 24,310 of 60,000 (40%) | env steps/s 3,021/2,870/1,935"
            + " | 411 learner steps/s | lag 0/3/11 | replay 24% | greedy return 312.4 of 475",
            ConsoleLine.format(SNAPSHOT, 200));
    }

    @Test
    void shouldShowThatNothingWasEvaluatedYet() {
        String line = ConsoleLine.format(Snapshots.at(0, 0, OptionalDouble.empty(), OptionalDouble.empty()), 200);
        assertTrue(line.startsWith("0:00 | env 0 of 60,000 (0%)"), line);
        assertTrue(line.contains(" | env steps/s - | "), line);
        assertTrue(line.contains(" | lag - | "), line);
        assertTrue(line.endsWith(" | greedy return -"), line);
    }

    @Test
    void shouldShowHours() {
        String line = ConsoleLine.format(Snapshots.at(7_325, 0, OptionalDouble.empty(), OptionalDouble.empty()), 200);
        assertTrue(line.startsWith("2:02:05 | "), line);
    }

    @Test
    void shouldFitAnyWidthAndKeepTheReturnLongest() {
        for (int width = 0; width <= 130; width++) {
            assertTrue(ConsoleLine.format(SNAPSHOT, width).length() <= width);
        }
        assertEquals("1:15 | greedy return 312.4 of 475", ConsoleLine.format(SNAPSHOT, 40));
        assertEquals("greedy return 312.4 of 475", ConsoleLine.format(SNAPSHOT, 30));
        assertEquals("greedy ret", ConsoleLine.format(SNAPSHOT, 10));
    }

    @Test
    void shouldHaveRatesAndLagIn100Columns() {
        assertEquals("1:15 | env 24,310 of 60,000 (40%) | env steps/s 3,021/2,870/1,935 | lag 0/3/11"
            + " | greedy return 312.4", ConsoleLine.format(
                Snapshots.at(75.9, 24_310, OptionalDouble.of(312.44), OptionalDouble.empty()), 100));
    }

    @Test
    void shouldRedrawOneLineOnATerminal() {
        ConsoleLine line = line(true);
        line.accept(SNAPSHOT);
        line.accept(SNAPSHOT);
        nowNs = 250_000_000L;
        line.accept(SNAPSHOT);
        String drawn = "\r\033[K" + ConsoleLine.format(SNAPSHOT, 59);
        assertEquals(drawn + drawn, text());
        line.close();
        assertEquals(drawn + drawn + System.lineSeparator(), text());
    }

    @Test
    void shouldPrintALineEveryFiveSecondsWithoutATerminal() {
        ConsoleLine line = line(false);
        for (nowNs = 0; nowNs <= 11_000_000_000L; nowNs += 500_000_000L) {
            line.accept(SNAPSHOT);
        }
        assertEquals(3, text().lines().count());
        line.close();
        line.accept(SNAPSHOT);
        assertEquals(4, text().lines().count(), "the newest numbers come last, and nothing after");
        assertTrue(text().indexOf('\033') < 0);
    }

    @Test
    void shouldWriteNothingForARunThatNeverBegan() {
        line(true).close();
        assertEquals("", text());
    }
}
