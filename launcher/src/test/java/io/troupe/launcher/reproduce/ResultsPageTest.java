package io.troupe.launcher.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsPageTest {
    @Test
    void shouldShowARowForEachEntry() {
        List<String> page = ResultsPage.of(ResultsFixture.of(1, new double[] {40, 60}, new double[] {500, 460},
            new double[0]), "masked.svg").lines().toList();
        assertEquals(List.of("# masked", "", "Memory <helps>.", "",
            "Every floor was reached, where one of lstm, gru is enough.", "",
            "| network | floor | seeds that reach it | greedy return | each seed | last evaluation | env steps | seconds"
                + " | mean_length |",
            "|---|---|---|---|---|---|---|---|---|",
            "| mlp | ≤ 150 | 2 of 2 | 50.0 (40.0 – 60.0) | 40.0 60.0 | 45.0 (35.0 – 55.0) | 150,000 | 90 | – |",
            "| lstm | ≥ 450 | 2 of 2 | 480.0 (460.0 – 500.0) | 500.0 460.0 | 475.0 (455.0 – 495.0) | 150,000 | 90"
                + " | 480.0 (460.0 – 500.0), floor ≥ 400 |",
            "| gru | ≥ mlp + 300 | 0 of 2 | – | – | – | – | – | – |", "",
            "![Greedy mean return over environment steps, a line a seed](masked.svg)", ""), page.subList(0, 14));
        List<String> list = page.subList(14, page.size());
        assertTrue(list.stream().allMatch(line -> line.length() <= 120), list::toString);
        String conditions = String.join("\n", list).replace("\n  ", " ");
        for (String part : List.of("over 100 episodes that had no part in choosing it",
            "a run had at most 300,000 env steps and 900 s, and ended before where an evaluation reached its goal",
            "measured on 2 cores, Linux amd64, Java 17.0.1, Troupe 0.1.0; one run at a time",
            "2 runs were interrupted, and went on", "again: `./troupe reproduce masked`")) {
            assertTrue(conditions.contains(part), () -> part + " in\n" + conditions);
        }
    }

    @Test
    void shouldSayWhatIsNotShown() {
        assertEquals("Not decided: 3 of 6 runs are done.",
            ResultsPage.verdict(ResultsFixture.of(1, new double[] {40, 60}, new double[] {500}, new double[0])));
        assertEquals("Not every floor was reached.",
            ResultsPage.verdict(ResultsFixture.of(1, new double[] {40, 160}, new double[] {500}, new double[0])));
        assertEquals("Shortened to 0.02 of the budget, which shows that it runs and nothing else.",
            ResultsPage.verdict(ResultsFixture.of(0.02, new double[] {40, 60}, new double[] {500}, new double[0])));
    }
}
