package io.troupe.launcher.run;

import io.troupe.benchmarks.Commands;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Commands that are waited for, within their time. */
public final class WholeCommands implements Commands {
    private static final String TIME_OVER = "time over";
    private static final String ENOUGH = "enough was seen";
    private static final long CYCLE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** For a command that is asked to end: a checkpoint is written, a last evaluation ends. */
    private static final double GRACE_S = 60;
    private static final double NS = TimeUnit.SECONDS.toNanos(1);

    private final Runs runs;
    private final LongSupplier nanoClock;

    public WholeCommands(Runs runs, LongSupplier nanoClock) {
        this.runs = runs;
        this.nanoClock = nanoClock;
    }

    @Override
    public Ended run(String name, List<String> arguments, Path folder, double limitS, BooleanSupplier isEnough) {
        long startNs = nanoClock.getAsLong();
        double killS = Double.POSITIVE_INFINITY;
        try (ToolProcess process = runs.start(name, arguments, folder)) {
            while (process.isAlive() && seconds(startNs) < killS) {
                boolean isOver = seconds(startNs) >= limitS;
                if (killS == Double.POSITIVE_INFINITY && (isOver || isEnough.getAsBoolean())) {
                    killS = seconds(startNs) + GRACE_S;
                    process.requestStop(isOver ? TIME_OVER : ENOUGH);
                }
                LockSupport.parkNanos(CYCLE_NS);
            }
            double wallS = seconds(startNs);
            if (process.isAlive()) {
                process.kill();
            }
            return new Ended(wallS, process.lastError());
        }
    }

    private double seconds(long sinceNs) {
        return (nanoClock.getAsLong() - sinceNs) / NS;
    }
}
