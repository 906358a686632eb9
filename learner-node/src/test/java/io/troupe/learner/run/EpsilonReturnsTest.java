package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.learner.status.RunSnapshot.EpsilonReturn;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpsilonReturnsTest {
    private final EpsilonReturns returns = new EpsilonReturns();

    @Test
    void shouldTellTheMeanOfEachEpsilonTheLeastExploringFirst() {
        returns.add(0.4, 10);
        returns.add(0.1, 100);
        returns.add(0.4, 20);
        assertEquals(List.of(new EpsilonReturn(0.1, 1, 100), new EpsilonReturn(0.4, 2, 15)), returns.means());
    }

    @Test
    void shouldPutTogetherWhatIsTheSameToTwoDigits() {
        returns.add(0.0701, 1);
        returns.add(0.0699, 3);
        assertEquals(1, returns.means().size());
        assertEquals(2, returns.means().get(0).meanReturn());
        assertEquals(0.07, returns.means().get(0).epsilon(), 1e-9);
    }

    @Test
    void shouldForgetOldEpisodes() {
        for (int i = 0; i < 20; i++) {
            returns.add(0.1, 0);
        }
        for (int i = 0; i < 20; i++) {
            returns.add(0.1, 50);
        }
        assertEquals(50, returns.means().get(0).meanReturn());
        assertEquals(20, returns.means().get(0).episodes());
    }
}
