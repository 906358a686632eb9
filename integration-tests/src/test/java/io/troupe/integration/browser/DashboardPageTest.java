package io.troupe.integration.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.integration.TroupeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page over a run that really trains with attention, in a real browser. */
@Tag("browser")
class DashboardPageTest {
    private static final Optional<Supplier<Browser>> INSTALLED = Browser.installed();
    private static TroupeRun run;
    @TempDir
    private static Path folder;
    private Browser browser;

    @BeforeAll
    static void train() {
        if (INSTALLED.isPresent()) {
            run = TroupeRun.start(folder, "masked-cartpole", "--set", "evaluation.interval-s=1", "--set",
                "evaluation.episodes=5");
        }
    }

    @AfterAll
    static void end() {
        if (run != null) {
            run.close();
        }
    }

    /** Before each, not once for all: what is skipped is to be counted. */
    @BeforeEach
    void open() {
        assumeTrue(INSTALLED.isPresent(), "no Chromium with chromedriver on the path (apt install chromium-driver)");
        browser = INSTALLED.get().get();
        browser.open(run.url());
        browser.await("the run is live", () -> browser.text("#state").matches("Training|Filling the replay"));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void curvesShouldMoveAndTheirHistorySurviveAReload() {
        awaitEvaluation();
        long before = curvePoints();
        browser.await("the curve moves", () -> curvePoints() > before && before > 0);
        long longer = curvePoints();
        browser.reload();
        browser.await("the history is back", () -> curvePoints() >= longer);
        browser.find("#curve-return .plot").sendKeys(Keys.HOME);
        String first = browser.find("#curve-return .plot").getAttribute("aria-valuetext");
        browser.find("#curve-return .plot").sendKeys(Keys.END);
        assertNotEquals(first, browser.find("#curve-return .plot").getAttribute("aria-valuetext"));
        assertEquals(List.of(), browser.consoleErrors());
        List<String> foreign = browser.requests().stream().filter(url -> !url.startsWith(run.url())
            && !url.startsWith("data:") && !url.startsWith("blob:")).toList();
        assertEquals(List.of(), foreign, "asked of other hosts");
    }

    @Test
    void attentionShouldScrubThroughAnEpisode() {
        browser.scrollTo("#attention");
        browser.await("an episode is there", () -> browser.find("#attention-view").isDisplayed());
        browser.click("#follow");
        browser.find("#step").sendKeys(Keys.END);
        String last = browser.text("#step-text");
        String drawing = browser.text("#drawing");
        String map = map();
        String heads = browser.text("#heads");
        browser.find("#step").sendKeys(Keys.HOME);
        assertNotEquals(last, browser.text("#step-text"));
        assertTrue(browser.text("#step-text").startsWith("step 0 of "), browser.text("#step-text"));
        assertNotEquals(drawing, browser.text("#drawing"));
        assertNotEquals(map, map());
        assertNotEquals(heads, browser.text("#heads"));
        assertEquals(8, ((Number) browser.run("return document.querySelectorAll('#heads tbody tr').length")).intValue());
        assertEquals(1, ((Number) browser.run("return document.querySelectorAll('#q-values .taken').length")).intValue());
        browser.click("#play");
        browser.await("it plays", () -> !browser.text("#step-text").startsWith("step 0 of "));
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void controlsShouldBeRefusedWithoutTheSecretAndWorkWithIt() {
        assertFalse(browser.find("#controls").isDisplayed());
        unlock("a-wrong-secret");
        browser.click("#pause");
        browser.await("the refusal is told", () -> browser.text("#unlock-problem").contains("not the run's control secret"));
        assertFalse(browser.text("#state").equals("Paused"));
        browser.find("#unlock-dialog button[value=cancel]").click();
        browser.await("it is locked again", () -> !browser.find("#controls").isDisplayed());

        unlock(run.secret());
        browser.click("#pause");
        browser.await("it pauses", () -> browser.text("#state").equals("Paused"));
        browser.click("#pause");
        browser.await("it goes on", () -> browser.text("#state").equals("Training"));
        int written = written();
        browser.click("#checkpoint");
        browser.await("a checkpoint is written", () -> written() > written);
        browser.click("#evaluate");
        browser.await("the evaluation is accepted",
            () -> browser.find("#told").getAttribute("textContent").contains("being evaluated"));
        assertTrue(browser.consoleErrors().stream().allMatch(error -> error.contains("403")), "only the refusal is told");
    }

    @Test
    void shouldTellWhereTheActorsTimeGoesAndWhatTheNodesUse() {
        browser.scrollTo("#actor-times");
        browser.await("the parts are told", () -> browser.text("#actor-times").matches("(?s)actor.*network [0-9.]+%.*"));
        browser.scrollTo("#nodes");
        browser.await("the learner's memory is told", () ->
            browser.text("#nodes").matches("(?s).* s in [0-9,]+ [0-9.]+ [KMG]iB, [0-9.]+ [KMG]iB mapped.*"));
        assertTrue(browser.text("#nodes").contains("with the learner"), "all nodes are in one process");
        browser.show(390, 900, "light");
        browser.run("document.getElementById('nodes').parentElement.scrollLeft = 1000");
        assertTrue((Boolean) browser.run("const name = document.querySelector('#nodes tbody th').getBoundingClientRect();"
            + "return name.left >= 0 && name.right <= window.innerWidth"), "the names stay in sight");
    }

    @Test
    void configurationShouldShowWhatDiffersFromTheDefaults() {
        browser.scrollTo("#settings");
        browser.await("the settings are there", () -> browser.text("#settings").contains("evaluation.episodes"));
        assertFalse(browser.text("#settings").contains("http.enabled"));
        browser.click("#all-settings");
        assertTrue(browser.text("#settings").contains("http.enabled"));
        browser.find("#find-setting").sendKeys("evaluation.epis");
        assertFalse(browser.text("#settings").contains("http.enabled"));
    }

    @Test
    void shouldHaveNoSeriousAccessibilityFaultInAnyShape() {
        awaitEvaluation();
        browser.scrollTo("#attention");
        browser.await("an episode is there", () -> browser.find("#attention-view").isDisplayed());
        browser.await("the learner's process is told", () -> browser.text("#heap").matches("[0-9.]+ [KMG]iB"));
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {1280, 390}) {
                browser.show(width, 900, scheme);
                assertEquals(List.of(), browser.seriousFaults(), scheme + ", " + width + " pixels wide");
                assertTrue((Boolean) browser.run("return document.documentElement.scrollWidth <= window.innerWidth"),
                    "wider than " + width + " pixels");
            }
        }
    }

    @Test
    void shouldHaveNoSeriousAccessibilityFaultWithADialogOpen() {
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {1280, 390}) {
                browser.show(width, 900, scheme);
                browser.click("#unlock");
                assertNoSeriousFault("#unlock-dialog", scheme, width);
                browser.find("#unlock-dialog button[value=cancel]").click();
            }
        }
        unlock(run.secret());
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {1280, 390}) {
                browser.show(width, 900, scheme);
                assertEquals(List.of(), browser.seriousFaults(), "unlocked, " + scheme + ", " + width + " pixels wide");
                browser.click("#stop");
                assertNoSeriousFault("#stop-dialog", scheme, width);
                browser.find("#stop-dialog button[value=cancel]").click();
            }
        }
    }

    private void assertNoSeriousFault(String dialog, String scheme, int width) {
        browser.await(dialog + " is open", () -> browser.find(dialog).isDisplayed());
        assertEquals(List.of(), browser.seriousFaults(), dialog + ", " + scheme + ", " + width + " pixels wide");
        assertTrue((Boolean) browser.run("const box = document.querySelector(arguments[0]).getBoundingClientRect();"
            + "return box.left >= 0 && box.right <= window.innerWidth", dialog), dialog + " is wider than " + width);
    }

    @Test
    void theBoardShouldShowTheRunBesideOneThatWasNotEvaluatedYet() throws IOException {
        awaitEvaluation();
        Path young = Files.createDirectory(folder.resolve("young"));
        Files.copy(run.folder().resolve("config.conf"), young.resolve("config.conf"));
        Files.createFile(young.resolve("metrics.jsonl"));
        try (TroupeRun.Board board = TroupeRun.board(folder)) {
            browser.open(board.url());
            browser.await("the run is listed", () -> browser.text("#runs").contains("masked-cartpole"));
            browser.await("the young one is listed", () -> browser.text("#runs").contains("young"));
            browser.await("its curve is drawn", () ->
                browser.text("#curves .legend").matches("(?s)young –\\s+run [-0-9.]+"));
            assertEquals(List.of(), browser.seriousFaults());
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    private void unlock(String secret) {
        browser.click("#unlock");
        browser.find("#secret").sendKeys(secret);
        browser.find("#unlock-dialog button[value=unlock]").click();
        browser.await("the controls are there", () -> browser.find("#controls").isDisplayed());
    }

    private void awaitEvaluation() {
        browser.await("an evaluation is there", () -> !browser.text("[data-field=eval_return]").equals("–"));
    }

    private long curvePoints() {
        return Long.parseLong(browser.find("#curve-return .plot").getAttribute("aria-valuemax"));
    }

    private String map() {
        return (String) browser.run("return document.getElementById('heat').toDataURL()");
    }

    private int written() {
        return ((Number) browser.run("return document.querySelectorAll('#log .checkpoint').length")).intValue();
    }
}
