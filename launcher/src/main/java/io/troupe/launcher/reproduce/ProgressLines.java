package io.troupe.launcher.reproduce;

import io.troupe.launcher.Terminal;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** A line for each run that begins or ends, and below, of those that go on, one that is drawn again and again. */
final class ProgressLines implements AutoCloseable {
    private static final long LIVE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PLAIN_INTERVAL_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private final int total;
    private int done;
    private long shownNs;
    private boolean isDrawn;

    /** @param total of the suite's runs, of which {@code done} are */
    ProgressLines(PrintStream out, Terminal terminal, LongSupplier nanoClock, int total, int done) {
        this.out = out;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.total = total;
        this.done = done;
        shownNs = nanoClock.getAsLong();
    }

    void begin(String suite, int waiting, Path folder) {
        line(text("%s: %,d of %,d runs are done, %,d begin or go on now, in %s", suite, done, total, waiting, folder));
    }

    void began(RunInProgress run) {
        String what = run.isEvaluated() ? "is evaluated" : run.isResumed() ? "goes on" : "begins";
        line(run.plan().name() + " " + what);
    }

    void ended(RunInProgress run) {
        switch (run.phase()) {
            case DONE -> {
                done++;
                RunOutcome outcome = RunOutcome.of(run.plan());
                RunSummary summary = outcome.summary();
                line(text("%s: %s after %,d env steps and %,.0f s; greedy return %s over %,d new episodes"
                        + " (%d of %d done)", run.plan().name(), summary.reason(), summary.envSteps(),
                    summary.wallS(), Numbers.measured(outcome.greedyReturn(Floor.Judged.BEST)),
                    run.plan().suite().evaluation().episodes(), done, total));
            }
            case INTERRUPTED -> line(run.plan().name() + ": interrupted; the same command goes on with it");
            default -> line(run.plan().name() + " failed: " + run.failure());
        }
    }

    void show(List<RunInProgress> active) {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - shownNs < (terminal.isInteractive() ? LIVE_INTERVAL_NS : PLAIN_INTERVAL_NS) || active.isEmpty()) {
            return;
        }
        shownNs = nowNs;
        String text = active.stream().map(ProgressLines::text).collect(Collectors.joining(" | "));
        if (!terminal.isInteractive()) {
            out.println(text);
            return;
        }
        out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), terminal.columns() - 1)));
        out.flush();
        isDrawn = true;
    }

    private static String text(RunInProgress run) {
        RunSnapshot snapshot = run.snapshot();
        if (run.isEvaluated() || snapshot == null) {
            return run.plan().name() + (run.isEvaluated() ? " is evaluated" : " starts");
        }
        return text("%s %d:%02d, %,d of %,d env steps, greedy return %s", run.plan().name(),
            (long) snapshot.timeS() / 60, (long) snapshot.timeS() % 60, snapshot.envSteps(), snapshot.maxEnvSteps(),
            snapshot.evaluation() == null ? "-" : Numbers.measured(snapshot.evaluation().meanReturn()));
    }

    private void line(String text) {
        out.println((isDrawn ? ERASE_LINE : "") + text);
        isDrawn = false;
    }

    @Override
    public void close() {
        if (isDrawn) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
