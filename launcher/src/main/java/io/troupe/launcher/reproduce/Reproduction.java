package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.launcher.Surroundings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A suite that is run. Runs that are done stay as they are, those that were interrupted go on. */
public final class Reproduction {
    private static final long CYCLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReproductionRequest request;
    private final Suite suite;
    private final Path folder;
    private final Surroundings surroundings;
    private final PrintStream progress;
    private final RunRecord begun;
    /** All of the suite's, whether they are run now or not. */
    private final List<PlannedRun> plans = new ArrayList<>();
    private final Map<PlannedRun, EffectiveConfiguration> waiting = new LinkedHashMap<>();
    private final List<RunInProgress> active = new CopyOnWriteArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private volatile boolean isStopped;

    /**
     * Checks all runs before the first one begins.
     *
     * @param loaders  make loaders that know the environments on the class path
     * @param progress where a person reads how it goes
     * @param version  of the program
     * @throws TroupeException CONFIGURATION with all problems of the suite or of its runs
     */
    public Reproduction(ReproductionRequest request, Supplier<SettingsLoader> loaders, Surroundings surroundings,
                        PrintStream progress, String version) {
        this.request = request;
        this.surroundings = surroundings;
        this.progress = progress;
        suite = Suites.named(request.suite());
        boolean isWhole = request.budgetFraction() == 1;
        folder = request.folder() != null ? request.folder() : Path.of("runs", "reproduce-" + suite.name()
            + (isWhole ? "" : "-budget-" + Numbers.shortest(request.budgetFraction())));
        begun = new RunRecord(request.jobs(), Machine.ofThis(version), JsonNodeFactory.instance.nullNode());
        plan();
        check(loaders);
    }

    private void plan() {
        for (String label : request.only()) {
            if (!suite.labels().contains(label)) {
                throw new TroupeException(ErrorCode.CONFIGURATION, "--only: the suite " + suite.name()
                    + " has no entry '" + label + "'; it has " + String.join(", ", suite.labels()));
            }
        }
        for (SuiteEntry entry : suite.entries()) {
            for (long seed : request.seeds().isEmpty() ? entry.seeds() : request.seeds()) {
                plans.add(new PlannedRun(suite, entry, seed, entry.budget().times(request.budgetFraction()),
                    folder.resolve(entry.label() + "-seed-" + seed),
                    entry.beginsWith().flatMap(label -> planned(label, seed))));
            }
        }
    }

    private Optional<PlannedRun> planned(String label, long seed) {
        return plans.stream().filter(plan -> plan.entry().label().equals(label) && plan.seed() == seed).findFirst();
    }

    private void check(Supplier<SettingsLoader> loaders) {
        Set<String> problems = new LinkedHashSet<>();
        for (PlannedRun plan : plans) {
            boolean isWanted = isWanted(plan);
            plan.before().filter(other -> isWanted && !isWanted(other) && !other.isDone()).ifPresent(other ->
                problems.add("--only: " + plan.name() + " begins with the weights of " + other.name()
                    + ", which is not done; add --only " + other.entry().label()));
            try {
                if (isWanted || plan.isBegun()) {
                    EffectiveConfiguration configuration = plan.configuration(loaders.get());
                    if (plan.isBegun()) {
                        plan.requireSame(configuration);
                    }
                    if (isWanted && !plan.isDone()) {
                        waiting.put(plan, configuration);
                    }
                }
            } catch (TroupeException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, String.join("\n", problems));
        }
    }

    private boolean isWanted(PlannedRun plan) {
        return request.only().isEmpty() || request.only().contains(plan.entry().label());
    }

    /** Runs what is not done, and returns what there is then. */
    public Report run() {
        makeFolder();
        try (ProgressLines lines = new ProgressLines(progress, surroundings.terminal(), surroundings.nanoClock(),
            plans.size(), (int) plans.stream().filter(PlannedRun::isDone).count())) {
            lines.begin(suite.name(), waiting.size(), folder);
            while (!active.isEmpty() || waiting.keySet().stream().anyMatch(PlannedRun::isReady) && !isStopped) {
                beginWhatCan(lines);
                advance(lines);
            }
            waiting.keySet().stream().filter(plan -> !isStopped && !plan.isReady()).forEach(plan -> failures.add(plan.name()
                + ": it begins with the weights of " + plan.before().orElseThrow().name() + ", which has failed"));
        } finally {
            active.forEach(RunInProgress::kill);
        }
        Results results = Results.read(suite, request.budgetFraction(), plans);
        return new Report(results, folder, List.copyOf(failures));
    }

    private void beginWhatCan(ProgressLines lines) {
        Iterator<Map.Entry<PlannedRun, EffectiveConfiguration>> plans = waiting.entrySet().iterator();
        while (plans.hasNext() && !isStopped && active.size() < request.jobs()) {
            Map.Entry<PlannedRun, EffectiveConfiguration> next = plans.next();
            if (next.getKey().isReady()) {
                plans.remove();
                RunInProgress run = new RunInProgress(next.getKey(), next.getValue(), surroundings.runs(), begun,
                    surroundings.nanoClock().getAsLong());
                active.add(run);
                lines.began(run);
            }
        }
    }

    private void advance(ProgressLines lines) {
        for (RunInProgress run : active) {
            if (isStopped) {
                run.interrupt();
            }
            run.advance(surroundings.nanoClock().getAsLong());
            if (run.isOver()) {
                active.remove(run);
                lines.ended(run);
                if (run.phase() == RunInProgress.Phase.FAILED) {
                    failures.add(run.plan().name() + ": " + run.failure());
                }
            }
        }
        lines.show(active);
        if (!active.isEmpty()) {
            LockSupport.parkNanos(CYCLE_NS);
        }
    }

    /** Any thread: the runs that go on are interrupted in order, and {@link #run} returns. */
    public void requestStop() {
        isStopped = true;
    }

    /** This process is halted right after this. Any thread. */
    public void abandon() {
        active.forEach(RunInProgress::kill);
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot make " + folder + " (" + e.getMessage()
                + "); choose another one with --out", e);
        }
    }
}
