package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One step, followed on its way round: stored in a shard, drawn, learned from, in published weights, acted with. It is
 * the stored step of the highest priority that has not been drawn yet.
 */
final class MarkedStep {
    private static final long CYCLE_MS = 200;

    /** @param afterS seconds after the beginning; NaN where it was not reached */
    record Stage(String name, double afterS, String note) {
        boolean isReached() {
            return !Double.isNaN(afterS);
        }
    }

    private final AskedRun run;
    private final LongSupplier nanoClock;
    private final long startNs;
    private final long deadlineNs;
    private final List<Stage> stages = new ArrayList<>();

    MarkedStep(AskedRun run, LongSupplier nanoClock, double limitS) {
        this.run = run;
        this.nanoClock = nanoClock;
        startNs = nanoClock.getAsLong();
        deadlineNs = startNs + (long) (limitS * 1e9);
    }

    /** As far as it got within the time. */
    List<Stage> follow() {
        String step = await("stored", run::undrawn, "no stored step waits to be drawn");
        if (step == null) {
            return stages;
        }
        JsonNode drawn = await("drawn", () -> {
            JsonNode now = run.step(step);
            return now != null && now.path("times_sampled").asInt() > 0 ? run.status() : null;
        }, "step " + step + " was not drawn");
        if (drawn == null) {
            return stages;
        }
        long update = drawn.path("learner_steps").asLong();
        JsonNode learned = await("learned from", () -> {
            JsonNode now = run.status();
            return now.path("learner_steps").asLong() > update ? now : null;
        }, "no update was made after it");
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

    private <T> T await(String name, Supplier<T> question, String problem) {
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
