package io.troupe.learner.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunEvent.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code events.jsonl}: what happened, a JSON object a line; the newest are at hand. Of evaluations, which come all the
 * time, only so many are at hand that they do not drive out what is rare. Thread-safe; events are rare.
 */
public final class RunEvents {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunEvents.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final int KEPT = 500;
    static final int EVALUATIONS_KEPT = 200;

    private final Path file;
    private final Clock clock;
    private final DoubleSupplier timeS;
    private final Deque<RunEvent> newest = new ArrayDeque<>();
    private long lastId;
    private int evaluations;

    /**
     * Goes on after what the file has; a line that is damaged is passed over.
     *
     * @param timeS seconds since the run's first step
     * @throws TroupeException RESOURCE where the file is there and cannot be read
     */
    public RunEvents(Path file, Clock clock, DoubleSupplier timeS) {
        this.file = file;
        this.clock = clock;
        this.timeS = timeS;
        if (Files.exists(file)) {
            read();
        }
    }

    private void read() {
        try {
            LastLine.dropTorn(file);
            try (BufferedReader in = Files.newBufferedReader(file)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    readLine(line);
                }
            }
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    /** A list for people must not keep a run from going on. */
    private void readLine(String line) {
        try {
            keep(event(line));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOGGER.warn("{} has a line that tells no event, which is passed over: {}", file, e.getMessage());
        }
    }

    /** Where the file cannot be written the event is still told to who asks, and the log says why. */
    public synchronized void add(Kind kind, String message) {
        RunEvent event = new RunEvent(lastId + 1, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
            timeS.getAsDouble(), kind, message);
        keep(event);
        try {
            Files.writeString(file, json(event) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOGGER.warn("cannot write {}: {}", file, AtomicFile.reason(e));
        }
    }

    /** Those after this id, oldest first; at most the newest 500. */
    public synchronized List<RunEvent> after(long id) {
        return newest.stream().filter(event -> event.id() > id).toList();
    }

    private void keep(RunEvent event) {
        newest.addLast(event);
        lastId = Math.max(lastId, event.id());
        if (event.kind() == Kind.EVALUATION && ++evaluations > EVALUATIONS_KEPT) {
            newest.removeFirstOccurrence(oldestEvaluation());
            evaluations--;
        }
        if (newest.size() > KEPT && newest.removeFirst().kind() == Kind.EVALUATION) {
            evaluations--;
        }
    }

    private RunEvent oldestEvaluation() {
        return newest.stream().filter(event -> event.kind() == Kind.EVALUATION).findFirst().orElseThrow();
    }

    static ObjectNode json(RunEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("id", event.id()).put("at", event.at());
        Json.put(line, "time_s", event.timeS());
        return line.put("kind", event.kind().name().toLowerCase(Locale.ROOT)).put("message", event.message());
    }

    private static RunEvent event(String line) throws JsonProcessingException {
        JsonNode json = JSON.readTree(line);
        return new RunEvent(json.path("id").asLong(), json.path("at").asText(), json.path("time_s").asDouble(),
            Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)), json.path("message").asText());
    }
}
