package io.troupe.actor.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExternalOptionsTest {
    @Test
    void shouldRefuseOptionsThatItCannotFollow() {
        assertOption("prot", "1", "no such option");
        assertOption("port", "70000", "expected a whole number from 0 to 65535");
        assertOption("silence-s", "soon", "expected a number");
        assertOption("host", "0.0.0.0", "secret-file");
        assertEquals("0.0.0.0", ExternalOptions.of(Map.of("host", "0.0.0.0", "insecure", "true")).host());
    }

    private static void assertOption(String name, String value, String part) {
        String told = assertThrows(IllegalArgumentException.class, () -> ExternalOptions.of(Map.of(name, value)))
            .getMessage();
        assertTrue(told.contains(part) && told.contains(name) && told.contains(value), told);
    }
}
