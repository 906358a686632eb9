package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopRequestTest {
    private final StopRequest request = new StopRequest();
    private final List<String> heard = new ArrayList<>();

    @Test
    void shouldReachWhatIsThere() {
        request.reaches(heard::add);
        assertEquals(List.of(), heard);
        request.give("enough");
        assertEquals(List.of("enough"), heard);
    }

    @Test
    void shouldReachWhatComesLater() {
        request.give("enough");
        request.reaches(heard::add);
        assertEquals(List.of("enough"), heard);
    }
}
