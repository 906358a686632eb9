package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code troupe inspect replay} as a person uses it: beside a run that goes on, and when it is over. */
@Tag("process")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InspectCommandTest {
    private static final int PORT = Page.freePort();
    private static final Page PAGE = new Page(PORT);

    @TempDir
    private static Path folder;
    private static TroupeProcess training;
    private static RunFiles run;

    @BeforeAll
    static void train() {
        run = new RunFiles(folder.resolve("trained"));
        training = TroupeProcess.start(folder, "train", "cartpole", "--set", "run.until-return=none", "--steps",
            "100000000", "--http-port", Integer.toString(PORT), "--run-dir", "trained").showing(run);
        Await.until("both shards to have been drawn from", Duration.ofSeconds(90), training::evidence,
            () -> PAGE.named("shards", "replay-1").path("sampled_rows").asLong() > 1000
                && PAGE.named("shards", "replay-2").path("sampled_rows").asLong() > 1000);
    }

    @AfterAll
    static void stop() {
        training.close();
    }

    private static TroupeProcess inspect(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "inspect";
        all[1] = "replay";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return TroupeProcess.run(folder, all);
    }

    private static JsonNode json(String... arguments) throws Exception {
        TroupeProcess inspected = inspect(arguments);
        assertEquals(0, inspected.exitStatus(), inspected::evidence);
        return new ObjectMapper().readTree(inspected.out());
    }

    @Test
    @Order(1)
    void shouldShowARunningRunByItsFolder() {
        TroupeProcess told = inspect("trained", "--top", "3");
        assertEquals(0, told.exitStatus(), told::evidence);
        for (String part : new String[] {"The replay of http://127.0.0.1:" + PORT, "replay-1", "replay-2", "all ", "%",
            "effective", "priority", "times drawn", "age: records stored since", "highest priorities: step",
            "ledger: lane", "in flight", "actor-1", "8 lanes"}) {
            assertTrue(told.out().contains(part), () -> part + " is not told\n" + told.evidence());
        }
    }

    @Test
    @Order(2)
    void shouldTellTheSameAsJsonAndReadAStepThatItNames() throws Exception {
        JsonNode all = json("--url", "http://127.0.0.1:" + PORT, "--json", "--top", "4");
        JsonNode total = all.get("total");
        assertEquals(2, all.get("shards").size());
        assertEquals(4, all.get("top").size());
        assertTrue(total.get("times_sampled").asLong() > 1000, total::toString);
        double effective = total.get("effective_sample_size").asDouble();
        assertTrue(effective > 1 && effective <= total.get("samplable_windows").asDouble(), total::toString);
        assertLedgerBalances(all.get("ledger"));
        double share = 0;
        for (JsonNode bucket : total.get("priorities")) {
            share += bucket.get("draw_share").asDouble();
        }
        assertEquals(1, share, 1e-9);

        JsonNode top = all.get("top").get(0);
        JsonNode step = json("trained", "--json", "--step", top.get("step").asText());
        assertEquals(top.get("step"), step.get("step"));
        assertEquals(top.get("shard"), step.get("shard"));
        assertEquals(4, step.get("observations").get(0).get("values").size());
        assertEquals(step.get("step"), step.get("window").get(0));
        TroupeProcess words = inspect("trained", "--step", top.get("step").asText());
        assertTrue(words.out().contains("weights version"), words::evidence);
    }

    private static void assertLedgerBalances(JsonNode ledger) {
        JsonNode total = ledger.get("total");
        assertEquals(8, ledger.get("lanes").size(), ledger::toString);
        long stored = 0;
        for (JsonNode lane : ledger.get("lanes")) {
            assertEquals(lane.get("produced").asLong(), lane.get("stored").asLong() + lane.get("in_flight").asLong()
                + lane.get("lost").asLong(), lane::toString);
            stored += lane.get("stored").asLong();
        }
        assertEquals(total.get("stored").asLong(), stored);
        assertTrue(stored > 1000, ledger::toString);
    }

    @Test
    @Order(3)
    void shouldSayWhatIsWrongWhileTheRunGoesOn() {
        inspect("trained", "--step", "0123456789abcdef/7").assertTells(2, "No shard has the store 0123456789abcdef");
        inspect("trained", "--url", "http://127.0.0.1:8080").assertTells(2, "choose one of RUN_DIR, --url and --store");
        inspect("--store", "trained/replay/replay-1").assertTells(3, "is in use by another shard");
    }

    @Test
    @Order(4)
    void shouldShowAShardsFilesWhenTheRunIsOver() throws Exception {
        assertEquals(202, PAGE.stop(run));
        assertEquals(0, training.awaitExit(TroupeProcess.LIMIT), training::evidence);
        JsonNode all = json("--store", "trained/replay/replay-1", "--json", "--top", "50");
        assertEquals(1, all.get("shards").size());
        assertTrue(all.get("total").get("samplable_windows").asLong() > 100, all::toString);
        assertFalse(all.get("total").has("times_sampled"), "files do not tell draws");
        assertLedgerBalances(all.get("ledger"));
        assertEquals(0, all.get("ledger").get("total").get("in_flight").asLong(), "the run is over");
        JsonNode step = amidAnEpisode(all.get("top"));
        assertTrue(step.get("is_samplable").asBoolean(), step::toString);
        assertEquals(step.get("step"), step.get("window").get(0), step::toString);
        assertTrue(step.get("window").size() > 1, "the run's windows, told by its configuration");
        TroupeProcess words = inspect("--store", "trained/replay/replay-2");
        assertFalse(words.out().contains("\nall "), words::evidence);
        assertTrue(words.out().contains("replay-2"), words::evidence);
    }

    /** The first of these steps that no episode ends with: the window of an episode's end is that step alone. */
    private static JsonNode amidAnEpisode(JsonNode steps) throws Exception {
        for (JsonNode one : steps) {
            JsonNode step = json("--store", "trained/replay/replay-1", "--json", "--step", one.get("step").asText());
            String flags = step.get("flags").toString();
            if (!flags.contains("terminated") && !flags.contains("truncated")) {
                return step;
            }
        }
        throw new AssertionError("all end episodes: " + steps);
    }

    @Test
    @Order(5)
    void shouldSayWhatToDoWhereNothingAnswers() {
        inspect("trained").assertTells(3, "no run answers at http://127.0.0.1:" + PORT, "--store");
        inspect("--store", "trained").assertTells(2, "it holds several; choose one of", "replay-1", "replay-2");
        inspect("--store", "trained/checkpoints").assertTells(2, "it has no store.header");
        inspect("--store", "nowhere").assertTells(2, "there is no such folder");
        inspect("--url", "htp://x").assertTells(2, "expected the address of a run's page");
        inspect("--top", "1001").assertTells(2, "--top: got 1001, expected 0 to 1000");
        inspect("--step", "7").assertTells(2, "--step: got '7', expected STORE/KEY");
    }
}
