package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String ERASE = "\r\033[K";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long nowNs;

    private ProgressLine line(boolean isInteractive, int columns) {
        return new ProgressLine(new PrintStream(written, true, StandardCharsets.UTF_8),
            new Terminal(!isInteractive, columns, false, isInteractive), () -> nowNs);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldDrawTenTimesASecondAtMostAndLeaveNothing() {
        try (ProgressLine line = line(true, 80)) {
            line.accept("1 of 9");
            nowNs += 99_000_000;
            line.accept("2 of 9");
            nowNs += 1_000_000;
            line.accept("3 of 9");
        }
        assertEquals(ERASE + "1 of 9" + ERASE + "3 of 9" + ERASE, text());
    }

    @Test
    void shouldDrawAStageHoweverSoonItComes() {
        ProgressLine line = line(true, 80);
        line.accept("drawn");
        line.now("learned from");
        assertEquals(ERASE + "drawn" + ERASE + "learned from", text());
    }

    @Test
    void shouldNotFillTheTerminal() {
        line(true, 10).accept("0123456789");
        assertEquals(ERASE + "012345678", text());
    }

    @Test
    void shouldWriteNothingWhereNobodyLooks() {
        try (ProgressLine line = line(false, 80)) {
            line.accept("1 of 9");
            line.now("2 of 9");
        }
        assertEquals("", text());
    }
}
