package io.troupe.launcher;

import io.troupe.learner.status.PolicyLag;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.StepRates;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * How a run is going, in one line: redrawn in place on a terminal, a new one every few seconds where there is none.
 * Environment steps a second are those of the last 10, 60 and 300 seconds; the lag is the least, mean and largest
 * number of weights versions between the learner and what it learned from. What comes after {@link #close} is not shown.
 */
public final class ConsoleLine implements Consumer<RunSnapshot>, AutoCloseable {
    private static final long LIVE_INTERVAL_NS = 250_000_000L;
    private static final long PLAIN_INTERVAL_NS = 5_000_000_000L;
    private static final String SEPARATOR = " | ";
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private long lastNs;
    private RunSnapshot undrawn;
    private boolean isBegun;
    private boolean isClosed;

    public ConsoleLine(PrintStream out, Terminal terminal, LongSupplier nanoClock) {
        this.out = out;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
    }

    @Override
    public synchronized void accept(RunSnapshot snapshot) {
        if (isClosed) {
            return;
        }
        long nowNs = nanoClock.getAsLong();
        undrawn = snapshot;
        if (!isBegun || nowNs - lastNs >= (terminal.isInteractive() ? LIVE_INTERVAL_NS : PLAIN_INTERVAL_NS)) {
            draw();
            lastNs = nowNs;
        }
    }

    private void draw() {
        if (terminal.isInteractive()) {
            // One column stays free: a terminal that is written full begins a new line.
            out.print(ERASE_LINE + format(undrawn, terminal.columns() - 1));
            out.flush();
        } else {
            out.println(format(undrawn, Integer.MAX_VALUE));
        }
        isBegun = true;
        undrawn = null;
    }

    /** Draws the newest numbers and leaves the line. */
    @Override
    public synchronized void close() {
        if (undrawn != null) {
            draw();
        }
        if (isBegun && terminal.isInteractive()) {
            out.println();
        }
        isBegun = false;
        isClosed = true;
    }

    /** The line, without its end, in at most {@code width} characters: what matters least goes first. */
    static String format(RunSnapshot snapshot, int width) {
        List<Part> parts = new ArrayList<>(List.of(
            new Part(1, elapsed(snapshot)),
            new Part(2, text("env %,d of %,d (%d%%)", snapshot.envSteps(), snapshot.maxEnvSteps(),
                percent(snapshot.envSteps(), snapshot.maxEnvSteps()))),
            new Part(3, "env steps/s " + rates(snapshot.detail().envRates())),
            new Part(5, text("%,.0f learner steps/s", snapshot.learnerStepsPerS())),
            new Part(4, "lag " + lag(snapshot.detail().policyLag())),
            new Part(6, text("replay %d%%", percent(snapshot.replaySize(), snapshot.replayCapacity()))),
            new Part(0, greedyReturn(snapshot))));
        while (parts.size() > 1 && join(parts).length() > width) {
            parts.remove(parts.stream().max((a, b) -> Integer.compare(a.rank, b.rank)).orElseThrow());
        }
        String line = join(parts);
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    /** @param rank how easily the part is done without */
    private record Part(int rank, String text) {
    }

    private static String join(List<Part> parts) {
        return String.join(SEPARATOR, parts.stream().map(Part::text).toList());
    }

    private static String elapsed(RunSnapshot snapshot) {
        long seconds = (long) snapshot.timeS();
        String time = seconds < 3_600 ? text("%d:%02d", seconds / 60, seconds % 60)
            : text("%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        return snapshot.isPaused() ? time + " paused" : time;
    }

    private static String rates(StepRates rates) {
        return rounded(rates.tenSeconds(), rates.minute(), rates.fiveMinutes());
    }

    private static String lag(PolicyLag lag) {
        return rounded(lag.min(), lag.mean(), lag.max());
    }

    /** Side by side; one dash where nothing is known yet. */
    private static String rounded(double... values) {
        return DoubleStream.of(values).allMatch(Double::isNaN) ? "-" : DoubleStream.of(values)
            .mapToObj(value -> Double.isNaN(value) ? "-" : text("%,.0f", value)).collect(Collectors.joining("/"));
    }

    private static String greedyReturn(RunSnapshot snapshot) {
        String reached = snapshot.evaluation() == null ? "-" : text("%,.1f", snapshot.evaluation().meanReturn());
        OptionalDouble goal = snapshot.goalReturn();
        return "greedy return " + reached + (goal.isPresent() ? " of " + shortest(goal.getAsDouble()) : "");
    }

    private static String shortest(double value) {
        return value == Math.rint(value) ? text("%,.0f", value) : text("%,.1f", value);
    }

    private static int percent(long part, long whole) {
        return whole <= 0 ? 0 : (int) Math.min(100, 100.0 * part / whole);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
