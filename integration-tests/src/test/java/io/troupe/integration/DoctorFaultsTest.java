package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.launcher.doctor.AskedPage;
import io.troupe.launcher.doctor.AskedRun;
import io.troupe.launcher.doctor.Examination;
import io.troupe.launcher.run.PageClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor beside a run of several processes, to whose shards and actors happens what it has to name. */
@Tag("process")
class DoctorFaultsTest {
    @TempDir
    private static Path folder;
    private static Family family;

    @BeforeAll
    static void train() {
        family = Family.startEndless(new RunFiles(folder.resolve("run")), "--until-return", "none");
    }

    @AfterAll
    static void end() {
        if (family != null) {
            family.close();
        }
    }

    @Test
    void shouldNameAShardThatStandsStill() {
        assertNamedWhileItStandsStill("replay-1");
    }

    @Test
    void shouldNameAnActorThatStandsStill() {
        assertNamedWhileItStandsStill("actor-1");
    }

    @Test
    void shouldNameAShardThatWasKilled() throws IOException {
        family.awaitLearning();
        Examination examination = Examination.of(new KillingRun(), List.of(), 6, System::nanoTime, told -> { });
        // By how quickly its supervisor brings it back.
        assertTrue(examination.text().matches(
            "(?s).*replay-2 (was started again|has left|has not reported).*"), examination::text);
        assertTrue(!examination.isAlive(), examination::text);
    }

    @Test
    void shouldNameAShardThatWasKilledLongAgoAndIsNotStartedAgain() {
        assertNamedLongAfterItWasKilled("replay-2", "shards",
            "FAIL  1 of 2 shards are in the run: replay-2 is gone and not back");
    }

    @Test
    void shouldNameAnActorThatWasKilledLongAgoAndIsNotStartedAgain() {
        assertNamedLongAfterItWasKilled("actor-2", "actors",
            "FAIL  1 of 2 actors are in the run: actor-2 is gone and not back");
    }

    private static void assertNamedLongAfterItWasKilled(String node, String kind, String named) {
        family.awaitLearning();
        // What would start it again gets no time meanwhile.
        Signals.standStill(family.supervisor.pid());
        try {
            family.kill(node);
            family.await("the run to take it for gone", () -> family.page.status().path(kind).size() == 1);
            TroupeProcess doctor =
                TroupeProcess.run(folder, "doctor", family.run.folder().toString(), "--seconds", "1");
            assertTrue(doctor.out().contains(named), doctor::evidence);
            assertEquals(1, doctor.exitStatus(), doctor::evidence);
        } finally {
            Signals.goOn(family.supervisor.pid());
        }
    }

    private static void assertNamedWhileItStandsStill(String node) {
        family.awaitLearning();
        long pid = family.run.pid(node);
        Signals.standStill(pid);
        try {
            TroupeProcess doctor =
                TroupeProcess.run(folder, "doctor", family.run.folder().toString(), "--seconds", "4");
            // By when it is taken for gone, which a slow machine's doctor may live to see.
            assertTrue(doctor.out().matches("(?s).*FAIL[^\n]*" + node
                + " (has not reported for|has left while|is gone and not back).*"), doctor::evidence);
            assertEquals(1, doctor.exitStatus(), doctor::evidence);
        } finally {
            Signals.goOn(pid);
        }
    }

    /** The run's page; once it was looked at for the first time, a shard is killed. */
    private static final class KillingRun implements AskedRun {
        private final AskedPage page;
        private boolean isKilled;

        KillingRun() throws IOException {
            page = new AskedPage(new PageClient(Files.readString(
                family.run.folder().resolve("page-url")).trim(), Optional.empty(), ""));
        }

        @Override
        public JsonNode status() {
            return page.status();
        }

        @Override
        public JsonNode replay() {
            return page.replay();
        }

        @Override
        public JsonNode ledger() {
            return page.ledger();
        }

        @Override
        public JsonNode configuration() {
            return page.configuration();
        }

        @Override
        public JsonNode log() {
            return page.log();
        }

        @Override
        public JsonNode undrawn() {
            if (!isKilled) {
                isKilled = true;
                family.kill("replay-2");
            }
            return page.undrawn();
        }

        @Override
        public JsonNode step(String step) {
            return page.step(step);
        }

        @Override
        public double clockSkewS() {
            return page.clockSkewS();
        }
    }
}
