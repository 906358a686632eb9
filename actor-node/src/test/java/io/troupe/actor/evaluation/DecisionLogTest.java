package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.attention.AttentionMessages;
import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.network.Attention.Over;
import io.troupe.common.network.AttentionReading;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private static final int BYTES = 4_000;

    private static WatchedDecision decision(int episode, int step) {
        return new WatchedDecision(episode, step, 1, List.of(0.5f, 1f), "a drawing of step " + step,
            List.of(new AttentionReading("memory.layers.0", Over.STEPS, 2, new float[] {0.5f, 0.5f, 1, 0})));
    }

    private static List<Integer> steps(AttentionRecord record, int episode) {
        return record.decisions().stream().filter(decision -> decision.episode() == episode)
            .map(WatchedDecision::step).toList();
    }

    @Test
    void shouldKeepEveryDecisionWhereThereIsRoom() {
        DecisionLog log = new DecisionLog(1, BYTES);
        for (int step = 0; step < 20; step++) {
            log.add(decision(0, step));
        }
        assertEquals(20, log.record().decisions().size());
        assertEquals(1, log.record().stride());
        assertEquals(List.of(1.0, 0.0), log.record().entropies().get(0).meanBits());
    }

    @Test
    void shouldLeaveOutEverySecondStepAgainAndAgainButTheFirstAndTheLast() {
        DecisionLog log = new DecisionLog(2, BYTES);
        for (int step = 0; step < 200; step++) {
            log.add(decision(0, step));
            if (step < 30) {
                log.add(decision(1, step));
            }
            int bytes = AttentionMessages.of(log.record()).getSerializedSize();
            assertTrue(bytes <= BYTES + 64, "at step " + step + ": " + bytes);
            List<Integer> kept = steps(log.record(), 0);
            assertEquals(0, kept.get(0));
            assertEquals(step, kept.get(kept.size() - 1));
        }
        AttentionRecord record = log.record();
        assertTrue(record.stride() > 2, "stride " + record.stride());
        List<Integer> kept = steps(record, 0);
        assertTrue(kept.size() > 200 / record.stride() - 1, kept.toString());
        assertTrue(kept.subList(0, kept.size() - 1).stream().allMatch(step -> step % record.stride() == 0));
        assertEquals(29, steps(record, 1).get(steps(record, 1).size() - 1));
        assertEquals(0, steps(record, 1).get(0));
    }

    @Test
    void shouldLeaveOutWhatIsTooLongForAnEpisode() {
        DecisionLog log = new DecisionLog(1, 200);
        log.add(new WatchedDecision(0, 0, 1, List.of(), "", List.of(
            new AttentionReading("a", Over.STEPS, 1, new float[60]))));
        assertEquals(0, log.record().decisions().size());
        assertEquals(1, log.record().entropies().size());
    }

    @Test
    void shouldForgetAnEpisodeThatBeginsAgain() {
        DecisionLog log = new DecisionLog(2, BYTES);
        log.add(decision(0, 0));
        log.add(decision(1, 0));
        log.restart(0);
        log.restart(7);
        assertEquals(List.of(1L), log.record().decisions().stream().map(WatchedDecision::episode).toList());
        log.clear();
        assertEquals(AttentionRecord.NONE, log.record());
    }

    @Test
    void shouldWantTheFirstEpisodesOnly() {
        DecisionLog log = new DecisionLog(2, BYTES);
        assertTrue(log.wants(1));
        assertFalse(log.wants(2));
        assertFalse(log.wants(-1));
    }
}
