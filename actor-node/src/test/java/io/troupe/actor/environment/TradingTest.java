package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environments;
import io.troupe.common.environment.StepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradingTest {
    private static final int SHORT = 0;
    private static final int NOTHING = 1;
    private static final int LONG = 2;
    private static final Map<String, String> SMALL =
        Map.of("window", "2", "steps", "3", "cost", "0.01", "starts", "all");

    @TempDir
    private Path folder;

    @Test
    void shouldPayTheProfitAfterCosts() throws IOException {
        EnvironmentTrial market = trial("time,close\n1,100\n2,110\n3,100\n4,120\n5,90\n6,99\n", SMALL).reset();
        assertSeen(market, Math.log(1.1), Math.log(1 / 1.1), 0);
        assertEquals(20 - 1, market.step(LONG).reward(), 1e-5);
        assertSeen(market, Math.log(1 / 1.1), Math.log(1.2), 1);
        // From 1 to −1 is a change by 2.
        StepOutcome fall = market.step(SHORT);
        assertEquals(25 - 2, fall.reward(), 1e-5);
        assertSeen(market, Math.log(1.2), Math.log(0.75), -1);
        assertFalse(fall.isEnd());
        StepOutcome last = market.step(NOTHING);
        assertEquals(-1, last.reward(), 1e-5);
        assertTrue(last.isTruncated());
        assertEquals("▇▁▃".length(), market.render().indexOf('\n'));
        assertTrue(market.render().endsWith("step 3 of 3   price 99.00   nothing   profit +41.00%"), market.render());
    }

    @Test
    void shouldBeginAnywhereInItsPart() throws IOException {
        StringBuilder csv = new StringBuilder("close, volume\n");
        for (int row = 0; row < 30; row++) {
            csv.append(Math.exp(row * row / 100.0)).append(", 5\n");
        }
        Map<String, String> options = new HashMap<>(SMALL);
        for (String starts : new String[] {"training", "held-out", "all"}) {
            options.put("starts", starts);
            EnvironmentTrial market = trial(csv.toString(), options);
            int first = Integer.MAX_VALUE;
            int last = 0;
            for (int episode = 0; episode < 500; episode++) {
                market.reset();
                // ln(p_i / p_{i−1}) = (2i − 1)/100
                int row = Math.round((market.seen(0, 0) + 1) / 2) - 1;
                first = Math.min(first, row);
                last = Math.max(last, row);
            }
            assertEquals(starts.equals("held-out") ? 24 : 0, first, starts);
            assertEquals(starts.equals("training") ? 18 : 24, last, starts);
        }
    }

    @Test
    void shouldSayWhichLineIsWrong() throws IOException {
        assertTold("time,price\n1,100\n", "line 1: the columns are [time, price]; expected one called close");
        assertTold("", "line 1: the columns are []");
        assertTold("time,close\n1,100\n2,abc\n", "line 3: close is 'abc'; expected a price");
        assertTold("time,close\n1,100\n2,0\n", "line 3: close is '0'");
        assertTold("time,close\n1,100\n2,NaN\n", "line 3: close is 'NaN'");
        assertTold("time,close\n1,100\n2\n", "line 3: 1 cells; expected 2");
        assertTold("time,close\n2,100\n1,100\n", "line 3: time '1'; expected one after that of the row before, '2'");
        assertTold("close\n1\n2\n3\n", "has 3 prices");
        String told = assertThrows(IllegalArgumentException.class,
            () -> Environments.named("trading").schema(Map.of("file", "/no/such/prices"))).getMessage();
        assertTrue(told.contains("'/no/such/prices', could not be read"), told);
    }

    @Test
    void shouldHaveAPatternThatCanBeLearnedOrNone() {
        // The return of the step half a period ago says the sign of the next one's opposite: buy what fell then.
        assertTrue(following("cycle") > 20, "a cycle brought " + following("cycle"));
        assertEquals(0, following("none"), 2.5);
        EnvironmentTrial walk = new EnvironmentTrial("trading", Map.of("pattern", "none"), 3);
        assertTrue(walk.mean(200, step -> step % 2 == 0 ? LONG : SHORT) < -10, "costs");
    }

    private static double following(String pattern) {
        EnvironmentTrial market = new EnvironmentTrial("trading", Map.of("pattern", pattern, "cost", "0"), 3);
        return market.mean(200, step -> market.seen(0, 6) + market.seen(0, 7) < 0 ? LONG : SHORT);
    }

    @Test
    void shouldKeepTheContract() {
        EnvironmentTrial market = new EnvironmentTrial("trading", Map.of(), 7);
        market.assertKeepsTheContract();
        market.assertAllocatesNothing();
        market.assertHasAPreset();
        EnvironmentTrial.assertRefuses("trading", "cost", "-1");
        EnvironmentTrial.assertRefuses("trading", "cost", "NaN");
        EnvironmentTrial.assertRefuses("trading", "pattern", "sine");
        EnvironmentTrial.assertRefuses("trading", "window", "0");
    }

    private void assertTold(String csv, String expected) {
        String told = assertThrows(IllegalArgumentException.class, () -> trial(csv, SMALL)).getMessage();
        assertTrue(told.contains(expected), told);
    }

    private EnvironmentTrial trial(String csv, Map<String, String> options) throws IOException {
        Map<String, String> all = new HashMap<>(options);
        all.put("file", Files.writeString(folder.resolve("prices.csv"), csv).toString());
        return new EnvironmentTrial("trading", all, 7);
    }

    private static void assertSeen(EnvironmentTrial market, double older, double newer, int position) {
        assertEquals(100 * older, market.seen(0, 0), 1e-4);
        assertEquals(100 * newer, market.seen(0, 1), 1e-4);
        assertEquals(position, market.seen(0, 2));
    }
}
