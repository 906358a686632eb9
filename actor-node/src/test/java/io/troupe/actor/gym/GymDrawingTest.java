package io.troupe.actor.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.SplitEnvironment;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Gymnasium's own {@code render} shows, and what is told where it shows nothing. */
@Tag("process")
class GymDrawingTest extends SideBySide {
    private static final String DRAWN = "test/Drawn-v0";

    private SplitEnvironment first(int count, String name, Map<String, String> options) {
        make(count, name, options);
        return environments.get(0);
    }

    private String drawnAfterReset(String name, Map<String, String> options) {
        SplitEnvironment environment = first(1, name, options);
        environment.reset(outcome.observation());
        return environment.render();
    }

    @Test
    void shouldDrawTheStateThatItIsIn() {
        SplitEnvironment lake = first(1, "FrozenLake-v1", Map.of("kwargs.is_slippery", "false"));
        assertEquals("", lake.render(), "before the first episode");
        lake.reset(outcome.observation());
        assertEquals("\n[S]FFF\n F HFH\n F FFH\n H FFG", lake.render());
        lake.step(1, outcome.clear());
        assertEquals("  (Down)\n S FFF\n[F]HFH\n F FFH\n H FFG", lake.render());
        lake.step(2, outcome.clear());
        assertTrue(outcome.isTerminated(), "in a hole");
        assertEquals("  (Right)\nS F FF\nF[H]FH\nF F FH\nH F FG", lake.render(), "the last state as well");
    }

    @Test
    void shouldCallRenderOnlyWhenADrawingIsAskedFor() {
        SplitEnvironment one = first(1, DRAWN, GymPython.options());
        one.reset(outcome.observation());
        one.step(0, outcome.clear());
        one.step(0, outcome.clear());
        assertEquals("drawing [1], step 2", one.render());
        one.step(0, outcome.clear());
        assertEquals("drawing [2], step 3", one.render());
    }

    @Test
    void shouldLeaveWhatIsUnderWayForOthersAsItIs() {
        SplitEnvironment one = first(2, DRAWN, GymPython.options());
        SplitEnvironment other = environments.get(1);
        one.reset(outcome.observation());
        other.giveReset();
        assertEquals("drawing [1], step 0", one.render());
        one.giveAction(2);
        other.takeReset(outcome.observation());
        assertEquals("drawing [1], step 0", other.render());
        one.takeStep(outcome.clear());
        assertEquals(7 / 3f, outcome.reward());
        assertEquals("drawing [2], step 1", one.render());
    }

    @Test
    void shouldSayInOneLineWhyNothingIsDrawn() {
        assertEquals("gym:CartPole-v1 is not drawn: it has no render_mode ansi, which is text, but human, rgb_array",
            drawnAfterReset("CartPole-v1", Map.of()));
        closeAll();
        environments.clear();
        assertEquals("gym:test/Bits-v0 is not drawn: it has no render_mode ansi, which is text, but none",
            drawnAfterReset("test/Bits-v0", GymPython.options()));
    }

    @Test
    void shouldSayWhyADrawingFailsAndGoOn() {
        SplitEnvironment one = first(1, DRAWN, GymPython.options("kwargs.gives", "error"));
        one.reset(outcome.observation());
        assertEquals("gym:test/Drawn-v0 is not drawn: ValueError: no drawing on purpose", one.render());
        one.step(0, outcome.clear());
        assertEquals(5 / 3f, outcome.reward());
    }

    @Test
    void shouldTakeNoOtherModeAndNothingButText() {
        assertEquals("gym:test/Drawn-v0 is not drawn: its render_mode is rgb_array, and only ansi is text",
            drawnAfterReset(DRAWN, GymPython.options("kwargs.render_mode", "rgb_array")));
        closeAll();
        environments.clear();
        assertEquals("gym:test/Drawn-v0 is not drawn: render() gives int, no text",
            drawnAfterReset(DRAWN, GymPython.options("kwargs.gives", "number")));
    }
}
