package io.troupe.actor.acting;

import io.troupe.common.agent.Commands;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A command sees what its thread wrote before it was submitted, and is done exactly once. First: what the command saw
 * of a plain write; second: how often it was done.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "done once, with all that was written before")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, done twice, or done without what was written before")
@State
public class CommandsRace {
    private final Commands commands = new Commands();
    private int written;
    private int seen;
    private int done;

    @Actor
    public void other() {
        written = 1;
        commands.submit(() -> {
            seen = written;
            done++;
        });
    }

    @Actor
    public void agent() {
        commands.drain();
    }

    @Arbiter
    public void arbiter(II_Result result) {
        commands.drain();
        result.r1 = seen;
        result.r2 = done;
    }
}
