package io.troupe.integration.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.integration.TroupeRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page over runs that fall silent, end, and are followed by another one. */
@Tag("browser")
class PageConnectionTest {
    private static final Optional<Supplier<Browser>> INSTALLED = Browser.installed();
    @TempDir
    private Path folder;
    private Browser browser;

    @BeforeEach
    void open() {
        assumeTrue(INSTALLED.isPresent(), "no Chromium with chromedriver on the path (apt install chromium-driver)");
        browser = INSTALLED.get().get();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aSilentRunShouldNotBeShownAsLive() {
        try (TroupeRun run = TroupeRun.start(folder, "cartpole")) {
            browser.open(run.url());
            awaitLive();
            run.standStill();
            try {
                browser.await("the silence is told", () -> browser.text("#state").startsWith("Connection lost"));
            } finally {
                run.goOn();
            }
            awaitLive();
        }
    }

    @Test
    void stopShouldEndTheRunAndTheNextOneAtItsAddressShouldTakeThePageOver() throws IOException {
        String first;
        int port;
        try (TroupeRun run = TroupeRun.start(Files.createDirectory(folder.resolve("first")), "cartpole")) {
            port = URI.create(run.url()).getPort();
            browser.open(run.url() + "#control=" + run.secret());
            awaitLive();
            String address = (String) browser.run("return location.href");
            assertFalse(address.contains(run.secret()), "the secret is in sight");
            first = browser.text("[data-field=run_id]");
            browser.click("#stop");
            browser.find("#stop-dialog button[value=cancel]").click();
            awaitLive();
            browser.click("#stop");
            browser.find("#stop-dialog button[value=stop]").click();
            browser.await("the run's end is told", () -> browser.text("#state").startsWith("Ended: "));
            run.awaitEnd();
        }
        try (TroupeRun next = TroupeRun.startAt(Files.createDirectory(folder.resolve("next")), port, "cartpole")) {
            browser.await("the next run is shown", () -> !browser.text("[data-field=run_id]").equals(first));
            awaitLive();
            browser.await("its events are told", () -> count("#log .started") == 1);
            assertEquals(0, count("#log .stopping"), "of the run before");
            assertTrue(Files.exists(next.folder().resolve("metrics.jsonl")));
        }
    }

    private void awaitLive() {
        browser.await("the run is live", () -> browser.text("#state").matches("Training|Filling the replay"));
    }

    private int count(String selector) {
        return ((Number) browser.run("return document.querySelectorAll(arguments[0]).length", selector)).intValue();
    }
}
