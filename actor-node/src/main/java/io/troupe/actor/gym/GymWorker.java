package io.troupe.actor.gym;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Python process with places for some environments, which are stepped together: in rounds. What is given to places is
 * done in the next round; {@link #begin} starts it and {@link #await} waits for it. A process that dies fails whatever
 * was under way, and everything that is given to it later. Used by one thread.
 */
final class GymWorker {
    static final int STEP = 1;
    static final int RESET = 2;
    static final int MAKE = 3;
    static final int TERMINATED = 1;
    static final int TRUNCATED = 2;
    private static final int FAILED = 4;
    private static final Logger LOG = LoggerFactory.getLogger(GymWorker.class);
    private static final boolean IS_ALONE = Runtime.getRuntime().availableProcessors() == 1;
    /** Sleeping and being woken takes 10 to 50 µs: a round that takes no longer than this is waited for awake. */
    private static final long SPIN_NS = 100_000;
    private static final int NONE = -1;

    private final GymOptions options;
    private final PythonProcess python;
    private final SharedMemory memory;
    private final boolean[] isUsed;
    private final boolean[] isGiven;
    private final long[] roundOfPlace;
    private final String[] failures;
    private int used;
    /** Whether something was given that no round has begun with. */
    private boolean hasGiven;
    private long begun;
    private long done;
    private boolean isAwake;
    private String death;
    private boolean isClosed;
    private long failed;

    private GymWorker(GymOptions options, PythonProcess python, SharedMemory memory, int count) {
        this.options = options;
        this.python = python;
        this.memory = memory;
        isUsed = new boolean[count];
        isGiven = new boolean[count];
        roundOfPlace = new long[count];
        failures = new String[count];
    }

    /** @throws TroupeException where the environment cannot be made, or shows something else than {@code expected} */
    static GymWorker start(GymOptions options, GymDescription expected, int count) {
        PythonProcess python = PythonProcess.start(options);
        SharedMemory memory = null;
        try {
            GymDescription own = GymDescription.of(python.description());
            if (!own.schema().equals(expected.schema())) {
                throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "gym:" + options.environment() + " shows now "
                    + own.schema() + ", before it was " + expected.schema());
            }
            memory = new SharedMemory(count, own.column().bytes(), own.maskBytes());
            python.ask(JsonNodeFactory.instance.objectNode().put("count", count).put("file", memory.file().toString()));
            memory.removeFile();
            return new GymWorker(options, python, memory, count);
        } catch (IOException | RuntimeException e) {
            if (memory != null) {
                memory.close();
            }
            String death = e instanceof IOException ? python.death() : "";
            python.close();
            throw e instanceof RuntimeException told ? told : new TroupeException(ErrorCode.ENVIRONMENT,
                "the Python process of gym:" + options.environment() + " " + death + " before its first step", e);
        }
    }

    boolean isAlive() {
        return death == null && !isClosed;
    }

    /** Places that are taken. */
    int used() {
        return used;
    }

    /** A place for an environment, which its first task is to make; −1 where all are taken. */
    int take() {
        for (int place = 0; place < isUsed.length; place++) {
            if (!isUsed[place]) {
                isUsed[place] = true;
                used++;
                return place;
            }
        }
        return NONE;
    }

    /** The environment of this place is not used any more; with the last one the process ends. */
    void release(int place) {
        if (isUsed[place]) {
            isUsed[place] = false;
            used--;
            if (used == 0) {
                close();
            }
        }
    }

    /** What this place is to do in the next round; what it was given before and has not begun with is forgotten. */
    void give(int place, int task, long value) {
        if (done < begun) {
            await();
        }
        if (isAlive()) {
            memory.task(place, task, value);
            isGiven[place] = true;
            failures[place] = null;
            roundOfPlace[place] = begun + 1;
            hasGiven = true;
        }
    }

    /** Whether a round has to be begun before there is an outcome for this place. */
    boolean isWaitingToBegin(int place) {
        return isAlive() && roundOfPlace[place] > begun;
    }

    /** Begins a round with all that was given. */
    void begin() {
        if (!hasGiven || !isAlive()) {
            return;
        }
        hasGiven = false;
        begun++;
        memory.begun(begun);
        try {
            python.signal();
        } catch (IOException e) {
            died();
        }
    }

    /**
     * Waits until what was given to this place is done.
     *
     * @throws TroupeException ENVIRONMENT where it failed, or the process did
     */
    void await(int place) {
        if (isAlive() && done < roundOfPlace[place]) {
            await();
        }
        if (death != null) {
            throw new TroupeException(ErrorCode.ENVIRONMENT, death);
        }
        if (isClosed) {
            throw new IllegalStateException("the process of this environment is closed");
        }
        if ((memory.end(place) & FAILED) != 0) {
            throw new TroupeException(ErrorCode.ENVIRONMENT, failures[place] + " (gym:" + options.environment()
                + "; the whole traceback is in the log)");
        }
    }

    /** The environment of this place as text, or a line on why there is none; empty where the process has died. */
    String draw(int place) {
        if (done < begun) {
            await();
        }
        if (!isAlive()) {
            return "";
        }
        try {
            JsonNode drawing = python.drawing(place);
            return drawing.has("text") ? MarkedText.of(drawing.get("text").asText())
                : "gym:" + options.environment() + " is not drawn: " + drawing.path("nothing").asText();
        } catch (IOException e) {
            died();
            return "";
        }
    }

    private void await() {
        try {
            long startNs = System.nanoTime();
            if (isAwake) {
                while (memory.done() < begun && System.nanoTime() - startNs < SPIN_NS) {
                    Thread.onSpinWait();
                }
            }
            int answer = python.awaitSignal();
            isAwake = !IS_ALONE && System.nanoTime() - startNs < SPIN_NS;
            if (answer < 0) {
                died();
                return;
            }
            if (answer != '.') {
                onFailures(python.readJson());
            }
            done = begun;
            for (int place = 0; place < isGiven.length; place++) {
                if (isGiven[place]) {
                    isGiven[place] = false;
                    memory.clearTask(place);
                }
            }
        } catch (IOException e) {
            died();
        }
    }

    private void onFailures(JsonNode told) {
        for (JsonNode failure : told) {
            failures[failure.get(0).asInt()] = failure.get(1).asText();
            // The 1st, 2nd, 4th, 8th … time: one that fails at every step does not fill the disk.
            if (Long.bitCount(++failed) == 1) {
                LOG.warn("gym:{}, process {}, failure {}:\n{}", options.environment(), python.pid(), failed,
                    failure.get(2).asText().stripTrailing());
            }
        }
    }

    private void died() {
        death = "the Python process " + python.pid() + " of gym:" + options.environment() + " " + python.death();
        done = begun;
        LOG.warn("{}; its {} environments are made anew in another one", death, used);
    }

    SharedMemory memory() {
        return memory;
    }

    private void close() {
        if (!isClosed) {
            isClosed = true;
            Arrays.fill(isGiven, false);
            python.close();
            memory.close();
        }
    }
}
