package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.RunEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEventsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00.250Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private RunEvents open() {
        return new RunEvents(folder.resolve("events.jsonl"), CLOCK, () -> 1.5);
    }

    @Test
    void shouldTellWhatHappenedAfterAnEvent() {
        RunEvents events = open();
        events.add(Kind.STARTED, "the run begins");
        events.add(Kind.CHECKPOINT, "written");
        assertEquals(List.of(new RunEvent(2, "2026-01-01T12:00:00.250Z", 1.5, Kind.CHECKPOINT, "written")),
            events.after(1));
        assertEquals(List.of(), events.after(2));
    }

    @Test
    void shouldGoOnCountingAfterARestart() {
        open().add(Kind.STARTED, "the run begins");
        RunEvents again = open();
        again.add(Kind.STARTED, "the run goes on");
        assertEquals(List.of(1L, 2L), again.after(0).stream().map(RunEvent::id).toList());
        assertEquals(again.after(0), open().after(0));
    }

    @Test
    void shouldPassOverDamagedLines() throws IOException {
        open().add(Kind.STARTED, "the run begins");
        Path file = folder.resolve("events.jsonl");
        Files.writeString(file, "{ half\n{\"id\":7,\"kind\":\"of a later release\"}\n{\"id\":3,\"torn",
            StandardOpenOption.APPEND);
        RunEvents again = open();
        again.add(Kind.STOPPING, "the run ends");
        assertEquals(List.of(Kind.STARTED, Kind.STOPPING), again.after(0).stream().map(RunEvent::kind).toList());
        assertEquals(List.of(1L, 2L), open().after(0).stream().map(RunEvent::id).toList());
    }

    @Test
    void shouldHoldTheNewestAlone() {
        RunEvents events = open();
        for (int i = 0; i < RunEvents.KEPT + 3; i++) {
            events.add(Kind.JOINED, "node " + i);
        }
        assertEquals(RunEvents.KEPT, events.after(0).size());
        assertEquals(4, events.after(0).get(0).id());
    }

    @Test
    void evaluationsShouldNotDriveOutWhatIsRare() {
        RunEvents events = open();
        events.add(Kind.STARTED, "the run begins");
        for (int i = 0; i < 2 * RunEvents.KEPT; i++) {
            events.add(Kind.EVALUATION, "evaluated");
        }
        List<RunEvent> told = events.after(0);
        assertEquals(Kind.STARTED, told.get(0).kind());
        assertEquals(RunEvents.EVALUATIONS_KEPT + 1, told.size());
        assertEquals(2L * RunEvents.KEPT + 1, told.get(told.size() - 1).id());
        for (int i = 0; i < RunEvents.KEPT; i++) {
            events.add(Kind.JOINED, "node " + i);
        }
        assertTrue(events.after(0).stream().allMatch(event -> event.kind() == Kind.JOINED));
        events.add(Kind.EVALUATION, "evaluated");
        assertEquals(RunEvents.KEPT, events.after(0).size());
    }
}
