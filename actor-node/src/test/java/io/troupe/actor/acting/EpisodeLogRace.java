package io.troupe.actor.acting;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A reader of a full log, whose oldest episodes are being overwritten, takes each as it was or not at all. Each
 * episode's lane, return, length and ε are the same number. First: episodes that were read; second: whether one
 * of them was mixed.
 */
@JCStressTest
@Outcome(id = "(9[6-9][0-9]|10[0-2][0-9]), 0", expect = Expect.ACCEPTABLE, desc = "each whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "one was mixed, or more were missing")
@State
public class EpisodeLogRace {
    private static final int CAPACITY = 1024;
    private static final int OVERWRITTEN = 64;

    private final EpisodeLog log = new EpisodeLog();

    public EpisodeLogRace() {
        for (int episode = 0; episode < CAPACITY; episode++) {
            log.add(episode, episode, episode, episode);
        }
    }

    @Actor
    public void lane() {
        for (int episode = CAPACITY; episode < CAPACITY + OVERWRITTEN; episode++) {
            log.add(episode, episode, episode, episode);
        }
    }

    @Actor
    public void reader(II_Result result) {
        log.read(0, (lane, episodeReturn, length, epsilon) -> {
            result.r1++;
            result.r2 |= lane == episodeReturn && lane == length && lane == epsilon ? 0 : 1;
        });
    }
}
