package io.troupe.common.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrappersTest {
    private StepLayout layout;
    private StepOutcome outcome;
    private Environment environment;

    @Test
    void shouldLeaveAnEnvironmentAsItIsWithoutWrappers() {
        wrap("");
        assertEquals(new Ladder().schema(Map.of()), layout.schema());
        assertEquals(3, step(3));
        assertEquals(3, seen(0, 0));
    }

    @Test
    void shouldTakeTheLastActionAgainNowAndThen() {
        wrap("sticky-actions:0.25");
        int repeated = 0;
        for (int episode = 0; episode < 1_000; episode++) {
            reset();
            assertEquals(0, step(0), "the first action is the chosen one");
            repeated += step(1) == 0 ? 1 : 0;
        }
        assertEquals(250, repeated, 45);
        wrap("sticky-actions:1");
        step(2);
        assertEquals(2, step(1));
        assertEquals(2, step(3));
        reset();
        assertEquals(3, step(3));
    }

    @Test
    void shouldClipRewardsOnBothSides() {
        wrap("reward-clip:1.5");
        assertEquals(1, step(1));
        assertEquals(1.5f, step(3));
        assertEquals(-1.5f, step(4));
        assertEquals(0, step(0));
    }

    @Test
    void shouldTruncateAfterItsStepsAndNotHideAnEnd() {
        wrap("time-limit:3");
        for (int episode = 0; episode < 2; episode++) {
            reset();
            for (int step = 1; step <= 3; step++) {
                step(1);
                assertEquals(step == 3, outcome.isTruncated());
            }
        }
        wrap("time-limit:2");
        step(1);
        step(9);
        assertTrue(outcome.isTerminated());
        assertFalse(outcome.isTruncated());
    }

    @Test
    void shouldTakeAnActionSeveralTimesUntilTheEnd() {
        wrap("action-repeat:3");
        assertEquals(6, step(2));
        assertEquals(6, seen(0, 0));
        assertEquals(9, step(9), "the first of them ends the episode");
        assertTrue(outcome.isTerminated());
    }

    @Test
    void shouldShowTheLastObservationsOldestFirst() {
        wrap("frame-stack:3");
        assertEquals(List.of(ObservationColumn.float32("height", 3),
            new ObservationColumn("bits", ElementType.BIT, List.of(3, 4)),
            new ObservationColumn("byte", ElementType.UINT8, List.of(3))), layout.schema().observations());
        assertHeights(0, 0, 0);
        step(3);
        assertHeights(0, 0, 3);
        step(2);
        step(1);
        assertHeights(3, 5, 6);
        reset();
        assertHeights(0, 0, 0);
    }

    private void assertHeights(int... heights) {
        for (int frame = 0; frame < 3; frame++) {
            assertEquals(heights[frame], seen(0, frame));
            assertEquals(200 + heights[frame], seen(2, frame));
            for (int bit = 0; bit < 4; bit++) {
                assertEquals(heights[frame] >> bit & 1, seen(1, 4 * frame + bit));
            }
        }
    }

    @Test
    void shouldShowFloatsByMeanAndDeviationWithinTen() {
        wrap("normalize-observations:20000");
        double sum = 0;
        double squares = 0;
        int count = 0;
        RandomGenerator random = new SplittableRandom(9);
        for (; count < 20_000; count++) {
            if (outcome.isEnd()) {
                outcome.clear();
                reset();
            } else {
                step(random.nextInt(10));
            }
            sum += seen(0, 0);
            squares += seen(0, 0) * seen(0, 0);
            assertTrue(seen(2, 0) >= 190, "a byte stays");
        }
        assertEquals(0, sum / count, 0.05);
        assertEquals(1, Math.sqrt(squares / count), 0.05);
        reset();
        float first = seen(0, 0);
        wrap("normalize-observations:20000");
        assertEquals(first, seen(0, 0), "the same wherever it is made");
        // One step is no deviation: what is shown is only shifted.
        wrap("normalize-observations:1");
        step(3);
        assertEquals(3, seen(0, 0));
        step(3);
        step(3);
        step(3);
        assertEquals(10, seen(0, 0));
    }

    @Test
    void shouldPutEachWrapperAroundThoseBeforeIt() {
        wrap("action-repeat:2, reward-clip:3, frame-stack:2, time-limit:2");
        assertEquals(3, step(2), "the sum is clipped");
        assertEquals(0, seen(0, 0));
        assertEquals(4, seen(0, 1));
        step(2);
        assertTrue(outcome.isTruncated());
        wrap("reward-clip:3, action-repeat:2");
        assertEquals(4, step(2));
        environment.close();
        assertEquals("4", environment.render());
    }

    @Test
    void shouldMaskWhatTheEnvironmentCallsIllegal() {
        wrap("action-mask");
        EnvironmentSchema own = new Ladder().schema(Map.of());
        assertEquals(new EnvironmentSchema(own.observations(), own.actionCount(), true), layout.schema());
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), legal());
        step(4);
        assertEquals(List.of(4, 5, 6, 7, 8, 9), legal(), "none that is below the last one");
        assertEquals(4, seen(0, 0), "the columns stay where they are");
        step(8);
        assertEquals(List.of(8, 9), legal());
        String told = assertThrows(IllegalArgumentException.class, () -> step(7)).getMessage();
        assertEquals("got action 7, which is not legal here; expected one of [8, 9]", told);
        assertThrows(IllegalArgumentException.class, () -> step(10));
        reset();
        assertEquals(10, legal().size());
    }

    @Test
    void shouldKeepTheMaskInWrappersAroundIt() {
        wrap("action-mask, frame-stack:2, normalize-observations:100, reward-clip:3, time-limit:50");
        step(7);
        assertEquals(List.of(7, 8, 9), legal());
        reset();
        assertEquals(10, legal().size());
    }

    @Test
    void shouldNotRepeatAnActionThatIsNotLegalAnyMore() {
        wrap("action-mask, action-repeat:3");
        assertEquals(6, step(2));
        reset();
        assertEquals(5, step(5), "5 is legal once");
        wrap("action-mask, sticky-actions:1");
        assertEquals(3, step(3));
        assertEquals(3, step(8), "sticks");
        reset();
        assertEquals(5, step(5));
        assertEquals(7, step(7), "5 is not there any more");
    }

    @Test
    void shouldRefuseToMaskWhatDoesNotTellOrDoesSoAlready() {
        EnvironmentProvider provider = new WrappersProvider(new Ladder());
        String told = assertThrows(IllegalArgumentException.class, () -> provider.create(
            Map.of("wrappers", "time-limit:5, action-mask"), new SplittableRandom(1))).getMessage();
        assertTrue(told.contains("expected it as the first wrapper"), told);
        told = assertThrows(IllegalArgumentException.class,
            () -> provider.schema(Map.of("wrappers", "action-mask, action-mask"))).getMessage();
        assertTrue(told.contains("masks its actions already"), told);
    }

    private List<Integer> legal() {
        return IntStream.range(0, 10).filter(outcome.observation()::isLegal).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sticky:0.25             | 'sticky:0.25'; expected one of these, all but action-mask with a number
        action-mask:1           | 'action-mask:1'; expected action-mask without a number
        time-limit:5,           | ''; expected one of these
        sticky-actions          | 'sticky-actions'; expected after sticky-actions: a probability, 0 to 1
        sticky-actions:1.1      | 'sticky-actions:1.1'; expected after sticky-actions: a probability
        reward-clip:0           | expected after reward-clip: a bound above 0
        time-limit:2.5          | expected after time-limit: a whole number of steps
        time-limit:0            | expected after time-limit: a whole number of steps, at least 1
        action-repeat:x         | expected after action-repeat: a whole number of times
        frame-stack:NaN         | expected after frame-stack: a whole number of observations
        normalize-observations: | expected after normalize-observations: a whole number of steps to measure
        """)
    void shouldRefuseOthers(String wrappers, String told) {
        EnvironmentProvider provider = new WrappersProvider(new Ladder());
        Map<String, String> options = Map.of("wrappers", wrappers);
        for (Runnable use : List.<Runnable>of(() -> provider.schema(options), () -> provider.preset(options),
            () -> provider.create(options, new SplittableRandom(1)))) {
            String message = assertThrows(IllegalArgumentException.class, use::run).getMessage();
            assertTrue(message.startsWith("environment.options.wrappers is '" + wrappers + "'"), message);
            assertTrue(message.contains(told), message);
        }
    }

    @Test
    void shouldNotShowItsOptionToTheEnvironment() {
        EnvironmentProvider provider = new WrappersProvider(new Ladder());
        assertEquals("{up=1}", provider.preset(Map.of("up", "1", "wrappers", "time-limit:5")));
    }

    private void wrap(String wrappers) {
        EnvironmentProvider provider = new WrappersProvider(new Ladder());
        Map<String, String> options = Map.of("wrappers", wrappers);
        layout = new StepLayout(provider.schema(options));
        outcome = new StepOutcome(layout);
        outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        environment = provider.create(options, new SplittableRandom(1));
        reset();
    }

    private void reset() {
        environment.reset(outcome.observation());
    }

    private float step(int action) {
        environment.step(action, outcome.clear());
        return outcome.reward();
    }

    private float seen(int column, int index) {
        return outcome.observation().value(column, index);
    }
}
