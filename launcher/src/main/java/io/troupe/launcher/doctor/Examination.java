package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.launcher.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A run looked at for some seconds: the way of one step, and what is not as it should be. */
public final class Examination {
    private static final double MARKED_STEP_LIMIT_S = 20;

    private final List<MarkedStep.Stage> way;
    private final List<Finding> findings;

    private Examination(List<MarkedStep.Stage> way, List<Finding> findings) {
        this.way = way;
        this.findings = findings;
    }

    /**
     * Looks at the run, waits, and looks again.
     *
     * @param waitS    seconds between the two looks, at least; the marked step may take longer
     * @param progress hears what is waited for
     */
    public static Examination of(AskedRun run, List<Disk> disks, double waitS, LongSupplier nanoClock,
                                 Consumer<String> progress) {
        long startNs = nanoClock.getAsLong();
        JsonNode before = run.status();
        List<MarkedStep.Stage> way = before.path("is_paused").asBoolean() ? List.of()
            : new MarkedStep(run, nanoClock, MARKED_STEP_LIMIT_S, progress).follow();
        progress.accept("waiting for the second look");
        long leftNs = startNs + (long) (waitS * 1e9) - nanoClock.getAsLong();
        while (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = startNs + (long) (waitS * 1e9) - nanoClock.getAsLong();
        }
        JsonNode now = run.status();
        Observed observed = new Observed(before, now, (nanoClock.getAsLong() - startNs) / 1e9, run.replay(),
            Crew.of(run.configuration(), run.log()), new Observed.Host(run.clockSkewS(), disks));
        return new Examination(way, examine(observed));
    }

    static List<Finding> examine(Observed observed) {
        List<Finding> findings = new ArrayList<>();
        Checks.ALL.forEach(check -> findings.addAll(check.examine(observed)));
        return findings;
    }

    /** Whether nothing failed; warnings may be there. */
    public boolean isAlive() {
        return way.stream().allMatch(MarkedStep.Stage::isReached)
            && findings.stream().noneMatch(finding -> finding.severity() == Severity.FAILURE);
    }

    /** For a person. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (way.isEmpty()) {
            text.append("the run is paused: no step was followed\n");
        }
        for (MarkedStep.Stage stage : way) {
            text.append(stage.isReached() ? String.format(Locale.ROOT, "ok    a step was %s after %.1f s%n", stage.name(),
                stage.afterS()) : "FAIL  a step was not " + stage.name() + ": " + stage.note() + "\n");
        }
        for (Finding finding : findings) {
            text.append(finding.severity() == Severity.FAILURE ? "FAIL  " : "warn  ").append(finding.seen())
                .append("\n      ").append(finding.cause()).append('\n');
        }
        return text.append(isAlive() ? findings.isEmpty() ? "all is well\n" : "alive\n" : "not well\n").toString();
    }

    /** For programs. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("alive", isAlive());
        ArrayNode stages = json.putArray("marked_step");
        for (MarkedStep.Stage stage : way) {
            ObjectNode one = stages.addObject().put("stage", stage.name()).put("reached", stage.isReached());
            if (stage.isReached()) {
                one.put("after_s", stage.afterS());
            } else {
                one.put("note", stage.note());
            }
        }
        ArrayNode list = json.putArray("findings");
        findings.forEach(finding -> list.addObject()
            .put("severity", finding.severity().name().toLowerCase(Locale.ROOT)).put("code", finding.code())
            .put("seen", finding.seen()).put("cause", finding.cause()));
        return json;
    }
}
