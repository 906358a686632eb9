package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedErrorsTest {
    private final List<String> told = new ArrayList<>();
    private final RepeatedErrors errors = new RepeatedErrors((text, count) -> told.add(text + " " + count));

    @Test
    void shouldTellWhatComesAgainAndAgainMoreAndMoreSeldom() {
        for (int i = 0; i < 1_000; i++) {
            errors.onError(new IOException("unreachable"));
        }
        assertEquals(10, told.size(), told::toString);
        assertEquals("java.io.IOException: unreachable 1", told.get(0));
        assertEquals("java.io.IOException: unreachable 512", told.get(9));
    }

    @Test
    void shouldTellWhatIsNewAtOnce() {
        errors.onError(new IOException("unreachable"));
        errors.onError(new IOException("refused"));
        assertEquals(List.of("java.io.IOException: unreachable 1", "java.io.IOException: refused 1"), told);
    }

    @Test
    void shouldNotBeFilledByErrorsThatAllDiffer() {
        for (int i = 0; i < 10_000; i++) {
            errors.onError(new IOException("at " + i));
        }
        assertTrue(told.size() < 100, told.size() + " were told");
    }
}
