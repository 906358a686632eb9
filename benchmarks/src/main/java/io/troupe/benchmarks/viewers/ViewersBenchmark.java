package io.troupe.benchmarks.viewers;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.BenchmarkOptions;
import io.troupe.benchmarks.Commands;
import io.troupe.benchmarks.JsonLines;
import io.troupe.benchmarks.ScratchFolder;
import io.troupe.benchmarks.Spread;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;

/**
 * What those who watch the page cost: environment steps a second of one run, by turns without viewers and with some, and
 * with one who asks for its metrics as Prometheus does. Their own work is done on the same machine, and so is in it. Beside
 * it the share of the threads that serve them in the run's processor time, which can be told where other work on the
 * machine hides a small difference.
 */
public final class ViewersBenchmark implements Benchmark {
    /** From the start of the process to the first learner step, at most. */
    private static final double START_S = 120;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** New viewers ask for the history first. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos((long) (1_000 * Phases.SETTLE_S));
    private static final long NOT_YET = -1;
    /** Those of Akka, which serve the page. Nodes' reports come through them, too. */
    private static final String SERVING_THREADS = "troupe-akka";

    private final Commands commands;

    public ViewersBenchmark(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "viewers";
    }

    @Override
    public String description() {
        return "env steps a second of a run whose page ten viewers watch, beside the same run without";
    }

    /** Arguments: {@code --viewers N}, {@code --pairs N}, {@code --seconds N} of each turn, {@code --environment NAME}. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        BenchmarkOptions options = new BenchmarkOptions("viewers").with("viewers", "10").with("pairs", "8")
            .with("seconds", "6").with("environment", "cartpole").read(args);
        int viewers = options.counts("viewers", 1)[0];
        Phases phases = new Phases(2 * options.counts("pairs", 1)[0], options.number("seconds") + Phases.SETTLE_S);
        try (ScratchFolder folder = ScratchFolder.of(name())) {
            Watched watched = new Watched(folder.path().resolve("run"), phases, viewers, progress);
            List<Double> rates = watched.rates(options.text("environment"), folder.path());
            progress.accept("");
            print(viewers, rates, watched.shares, asJson, out);
        }
    }

    private static void print(int viewers, List<Double> rates, double[] shares, boolean asJson, PrintStream out) {
        double[] without = new double[rates.size() / 2];
        double[] with = new double[rates.size() / 2];
        double[] ratios = new double[rates.size() / 2];
        for (int pair = 0; pair < ratios.length; pair++) {
            int watched = Phases.isWatched(2 * pair) ? 2 * pair : 2 * pair + 1;
            with[pair] = rates.get(watched);
            without[pair] = rates.get(4 * pair + 1 - watched);
            ratios[pair] = with[pair] / without[pair];
        }
        Spread ratio = Spread.of(ratios);
        double shareWith = share(shares, true);
        double shareWithout = share(shares, false);
        out.printf(Locale.ROOT, asJson
                ? "{\"viewers\":%d,\"pairs\":%d,\"env_steps_per_s_without\":%.0f,\"env_steps_per_s_with\":%.0f,"
                    + "\"ratio\":%.4f,\"ratio_min\":%.4f,\"ratio_max\":%.4f,\"page_share_without\":%.5f,"
                    + "\"page_share_with\":%.5f}%n"
                : "%d viewers, %d pairs: %.0f env steps/s without, %.0f with; ratio %.4f (%.4f … %.4f)%n"
                    + "threads of the page and the cluster: %.2f %% of the run's processor time without, %.2f %% with%n",
            viewers, ratios.length,
            Spread.of(without).median(), Spread.of(with).median(), ratio.median(), ratio.min(), ratio.max(),
            (asJson ? 1 : 100) * shareWithout, (asJson ? 1 : 100) * shareWith);
    }

    private static double share(double[] shares, boolean isWatched) {
        return Spread.of(IntStream.range(0, shares.length).filter(phase -> Phases.isWatched(phase) == isWatched)
            .mapToDouble(phase -> shares[phase]).toArray()).median();
    }

    /** The run, and who watches it now. Used by one thread. */
    private final class Watched {
        private final Path run;
        private final Phases phases;
        private final int count;
        private final Consumer<String> progress;
        private final List<AutoCloseable> viewers = new ArrayList<>();
        private final AtomicLong heard = new AtomicLong();
        /** Of the processor time that the run gets, what the serving threads take, in each phase. */
        private final double[] shares;
        private ThreadTime serving;
        private ThreadTime all;
        private int seenPhase = -1;
        private long settledNs;
        private long servingNs;
        private long allNs;
        private List<Double> rates = List.of();
        private long lookedNs = System.nanoTime();

        Watched(Path run, Phases phases, int count, Consumer<String> progress) {
            this.run = run;
            this.phases = phases;
            shares = new double[phases.count()];
            this.count = count;
            this.progress = progress;
        }

        List<Double> rates(String environment, Path folder) {
            List<String> arguments = List.of("train", environment, "--steps", "2000000000", "--until-return", "none",
                "--http-port", "0", "--run-dir", run.toString(), "--set", "replay.samples-per-insert=none", "--set",
                "evaluation.interval-s=3600");
            double limitS = START_S + phases.count() * phases.seconds();
            try {
                Commands.Ended ended = commands.run("run", arguments, folder, limitS, this::isMeasured);
                if (rates.size() < phases.count() || heard.get() == 0) {
                    throw new TroupeException(ErrorCode.RESOURCE, "nothing could be measured: " + ended.error().orElse(
                        heard.get() == 0 ? "no viewer heard of anything" : "the run took longer than " + limitS + " s"));
                }
                return rates;
            } finally {
                CloseHelper.quietCloseAll(viewers);
            }
        }

        private boolean isMeasured() {
            if (System.nanoTime() - lookedNs < LOOK_NS) {
                return false;
            }
            lookedNs = System.nanoTime();
            try {
                List<String> lines = JsonLines.lines(run.resolve("metrics.jsonl"));
                int phase = phases.present(lines);
                watch(phase >= 0 && phase < phases.count() && Phases.isWatched(phase));
                measure(phase);
                progress.accept("turn " + (phase + 1) + " of " + phases.count()
                    + (viewers.isEmpty() ? "" : ", watched") + " …");
                rates = phases.rates(lines);
                return rates.size() == phases.count();
            } catch (IOException e) {
                throw new TroupeException(ErrorCode.RESOURCE, "the run cannot be watched: " + e.getMessage(), e);
            }
        }

        /** From the first look on at which the viewers of a phase are settled, to its last one. */
        private void measure(int phase) throws IOException {
            if (phase < 0 || phase >= shares.length) {
                return;
            }
            if (serving == null) {
                long pid = Long.parseLong(Files.readString(run.resolveSibling("run.pid")).trim());
                serving = new ThreadTime(pid, SERVING_THREADS);
                all = new ThreadTime(pid, "");
            }
            if (phase != seenPhase) {
                seenPhase = phase;
                settledNs = System.nanoTime() + SETTLE_NS;
                servingNs = NOT_YET;
            } else if (System.nanoTime() >= settledNs && servingNs == NOT_YET) {
                servingNs = serving.ns();
                allNs = all.ns();
            } else if (servingNs != NOT_YET) {
                shares[phase] = (serving.ns() - servingNs) / (double) Math.max(1, all.ns() - allNs);
            }
        }

        private void watch(boolean isWatched) throws IOException {
            if (isWatched && viewers.isEmpty()) {
                String url = Files.readString(run.resolve("page-url")).trim().replaceAll("/$", "");
                for (int i = 0; i < count; i++) {
                    viewers.add(new Viewer(url, heard));
                }
                viewers.add(new Asker(url + "/metrics"));
            } else if (!isWatched && !viewers.isEmpty()) {
                CloseHelper.quietCloseAll(viewers);
                viewers.clear();
            }
        }
    }
}
