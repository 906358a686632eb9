package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void shouldBeAsWideAsTheOneThatAnOutputGoesTo() {
        assertEquals(new Terminal(true, 57, true, true), Terminal.of(57, 57, true));
        assertEquals(new Terminal(true, 57, true, false), Terminal.of(57, 0, true), "2> file");
        assertEquals(new Terminal(false, 57, false, true), Terminal.of(0, 57, true), "> file");
        assertEquals(new Terminal(false, 80, false, false), Terminal.of(0, 0, true), "no terminal");
    }

    @Test
    void shouldHaveNoColoursWhereNoneAreWanted() {
        assertEquals(new Terminal(true, 57, false, true), Terminal.of(57, 57, false));
    }
}
