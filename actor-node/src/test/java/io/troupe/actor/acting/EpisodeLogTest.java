package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodeLogTest {
    private final EpisodeLog log = new EpisodeLog();

    @Test
    void shouldGiveEachEpisodeOnceToAReaderThatKeepsItsPosition() {
        log.add(3, -1.5f, 7, 0.25f);
        List<String> read = new ArrayList<>();
        long position = log.read(0, (laneId, episodeReturn, length, epsilon) ->
            read.add(laneId + " " + episodeReturn + " " + length + " " + epsilon));
        assertEquals(List.of("3 -1.5 7 0.25"), read);
        log.add(4, 2, 1, 0);
        read.clear();
        log.read(position, (laneId, episodeReturn, length, epsilon) -> read.add(String.valueOf(laneId)));
        assertEquals(List.of("4"), read);
    }

    @Test
    void shouldPassOverWhatWasOverwritten() {
        for (int i = 0; i < 3_000; i++) {
            log.add(i, i, i, 0);
        }
        List<Integer> read = new ArrayList<>();
        assertEquals(3_000, log.read(0, (laneId, episodeReturn, length, epsilon) -> read.add(length)));
        assertEquals(1024, read.size());
        assertEquals(2999, read.get(1023));
    }

    @Test
    void shouldNeverGiveAMixtureOfTwoEpisodes() throws InterruptedException {
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 300_000; i++) {
                log.add(i, i, i, i);
            }
        });
        writer.start();
        long position = 0;
        long seen = 0;
        while (writer.isAlive() || position < log.count()) {
            long[] counted = {0};
            position = log.read(position, (laneId, episodeReturn, length, epsilon) -> {
                assertTrue(laneId == length && episodeReturn == length && epsilon == length,
                    () -> laneId + " " + episodeReturn + " " + length + " " + epsilon);
                counted[0]++;
            });
            seen += counted[0];
        }
        writer.join();
        assertTrue(seen > 0 && seen <= 300_000, "seen " + seen);
    }
}
