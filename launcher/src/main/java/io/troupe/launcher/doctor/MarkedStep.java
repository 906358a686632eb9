package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One step, followed on its way round: produced by an actor, stored in a shard, drawn, learned from, in published
 * weights, acted with. It is the stored step of the highest priority that has not been drawn yet.
 */
final class MarkedStep {
    private static final long CYCLE_MS = 200;

    /** @param afterS seconds after the beginning; NaN where it was not reached */
    record Stage(String name, double afterS, String note) {
        boolean isReached() {
            return !Double.isNaN(afterS);
        }
    }

    /**
     * @param priority before any draw
     * @param updates  that the learner had made by then
     */
    private record Marked(String step, long lane, double priority, long updates) {
    }

    private final AskedRun run;
    private final LongSupplier nanoClock;
    private final Consumer<String> progress;
    private final long startNs;
    private final long deadlineNs;
    private final List<Stage> stages = new ArrayList<>();

    MarkedStep(AskedRun run, LongSupplier nanoClock, double limitS, Consumer<String> progress) {
        this.run = run;
        this.nanoClock = nanoClock;
        this.progress = progress;
        startNs = nanoClock.getAsLong();
        deadlineNs = startNs + (long) (limitS * 1e9);
    }

    /** As far as it got within the time. */
    List<Stage> follow() {
        Marked marked = await("stored", this::mark, "no stored step waits to be drawn");
        if (marked == null) {
            return stages;
        }
        // Looked up second, since only the step tells its lane, and told first, where it belongs on the way.
        stages.add(0, produced(marked.lane()));
        long atDraw = drawn(marked);
        if (atDraw < 0) {
            return stages;
        }
        JsonNode learned = await("learned from", () -> learned(marked, atDraw),
            "no update gave step " + marked.step() + " a new priority");
        if (learned == null) {
            return stages;
        }
        long version = learned.path("weights_version").asLong();
        JsonNode published = await("published", () -> {
            JsonNode now = run.status();
            return now.path("weights_version").asLong() > version ? now : null;
        }, "no weights were published after it");
        if (published != null) {
            await("acted with", () -> {
                JsonNode now = run.status();
                return Observed.list(now, "actors").stream()
                    .anyMatch(actor -> actor.path("weights_version").asLong() > version) ? now : null;
            }, "no actor has taken version " + (version + 1) + " or a newer one");
        }
        return stages;
    }

    /** Its priority is the one that was told with there being no draw: a moment later it may be drawn and another. */
    private Marked mark() {
        long updates = run.status().path("learner_steps").asLong();
        JsonNode window = run.undrawn();
        JsonNode look = window == null ? null : run.step(window.path("step").asText());
        return look == null ? null : new Marked(window.path("step").asText(), look.path("lane_id").asLong(),
            window.path("priority").asDouble(), updates);
    }

    /** A step may be there longer than its actor: one of a resumed run, or one of an actor that was scaled away. */
    private Stage produced(long lane) {
        JsonNode known = Observed.list(run.ledger(), "lanes").stream()
            .filter(one -> one.path("lane_id").asLong() == lane).findFirst().orElse(null);
        if (known == null) {
            return new Stage("produced", Double.NaN, "the ledger knows no lane " + lane + ", which stored it");
        }
        String actor = known.path("actor").asText();
        boolean isThere = Observed.list(run.status(), "actors").stream()
            .anyMatch(one -> one.path("name").asText().equals(actor));
        return new Stage("produced by " + (isThere ? actor : "an actor that has left") + ", lane " + lane,
            stages.get(0).afterS(), "");
    }

    /** How many updates there were when it was seen to be drawn; -1 where it was not. */
    private long drawn(Marked marked) {
        JsonNode drawn = await("drawn", () -> {
            JsonNode now = run.step(marked.step());
            return now != null && now.path("times_sampled").asInt() > 0 ? run.status() : null;
        }, "step " + marked.step() + " was not drawn");
        return drawn == null ? -1 : drawn.path("learner_steps").asLong();
    }

    /**
     * The learner answers each row with its new priority. Where the step is gone before that (a small replay), an update
     * after the draw is as much as can be told.
     */
    private JsonNode learned(Marked marked, long atDraw) {
        JsonNode look = run.step(marked.step());
        JsonNode now = run.status();
        long updates = now.path("learner_steps").asLong();
        boolean isLearned = look == null ? updates > atDraw
            : updates > marked.updates() && look.path("priority").asDouble() != marked.priority();
        return isLearned ? now : null;
    }

    private <T> T await(String name, Supplier<T> question, String problem) {
        progress.accept("waiting for a step to be " + name);
        while (true) {
            T answer = question.get();
            long nowNs = nanoClock.getAsLong();
            if (answer != null) {
                stages.add(new Stage(name, (nowNs - startNs) / 1e9, ""));
                return answer;
            }
            if (nowNs > deadlineNs) {
                stages.add(new Stage(name, Double.NaN, String.format(Locale.ROOT, "%s within %.0f s", problem,
                    (nowNs - startNs) / 1e9)));
                return null;
            }
            LockSupport.parkNanos(CYCLE_MS * 1_000_000);
        }
    }
}
