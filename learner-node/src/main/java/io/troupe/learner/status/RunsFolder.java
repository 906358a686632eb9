package io.troupe.learner.status;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.Setting;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The runs of a folder, to be compared. What has not changed since the last look is not read again. */
public final class RunsFolder {
    private static final int MAX_RUNS = 200;
    private static final int POINTS = 400;
    /** A run that goes on writes a line every second; one that has done so lately need not be asked for its lock. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /**
     * A run.
     *
     * @param isOver   whether it has a summary: it ended in order, and is not resumed
     * @param isStopped whether it has none, and nobody owns it any more: it was killed, and can be resumed
     * @param settings those that differ from the defaults
     */
    public record Entry(String name, String environment, String network, boolean isOver, boolean isStopped, double timeS,
                    long envSteps, long learnerSteps, MetricsHistory.EvaluationPoint newest, Double bestReturn,
                    List<MetricsHistory.EvaluationPoint> evaluations, List<Setting> settings) {
    }

    private record Read(FileTime changed, long bytes, boolean isOver, boolean isStopped, Entry run) {
    }

    private final Path folder;
    private final Clock clock;
    private final Map<Path, Read> known = new HashMap<>();

    public RunsFolder(Path folder) {
        this(folder, Clock.systemUTC());
    }

    RunsFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Newest first; at most {@link #MAX_RUNS}. What cannot be read, or is no run, is passed over. */
    public synchronized List<Entry> runs() throws IOException {
        List<Path> folders;
        try (Stream<Path> paths = Files.list(folder)) {
            folders = paths.filter(path -> Files.isRegularFile(path.resolve("metrics.jsonl")))
                .sorted(Comparator.reverseOrder()).limit(MAX_RUNS).toList();
        }
        known.keySet().retainAll(folders);
        List<Entry> runs = new ArrayList<>();
        for (Path path : folders) {
            try {
                runs.add(run(path));
            } catch (TroupeException | IOException unreadable) {
                // A folder that is being deleted, or a run of a version that wrote it otherwise.
            }
        }
        return runs;
    }

    private Entry run(Path path) throws IOException {
        RunFolder run = RunFolder.open(path);
        FileTime changed = Files.getLastModifiedTime(run.metrics());
        long bytes = Files.size(run.metrics());
        boolean isOver = Files.exists(run.summary());
        boolean isStopped = !isOver && changed.toInstant().isBefore(clock.instant().minus(SILENCE)) && !run.isOwned();
        Read before = known.get(path);
        if (before != null && before.changed().equals(changed) && before.bytes() == bytes && before.isOver() == isOver
            && before.isStopped() == isStopped) {
            return before.run();
        }
        Entry read = read(run, path.getFileName().toString(), isOver, isStopped);
        known.put(path, new Read(changed, bytes, isOver, isStopped, read));
        return read;
    }

    private static Entry read(RunFolder run, String name, boolean isOver, boolean isStopped) {
        EffectiveConfiguration configuration = run.configuration();
        MetricsHistory history = new MetricsHistory(POINTS);
        List<RunSnapshot> snapshots = EarlierMetrics.read(run.metrics(), configuration.settings(), POINTS);
        snapshots.forEach(history::add);
        List<MetricsHistory.EvaluationPoint> evaluations = history.history().evaluations();
        RunSnapshot last = snapshots.isEmpty() ? null : snapshots.get(snapshots.size() - 1);
        return new Entry(name, configuration.settings().environment().name(),
            NetworkPresets.nameOf(configuration.settings().network()), isOver, isStopped,
            last == null ? 0 : last.timeS(), last == null ? 0 : last.envSteps(), last == null ? 0 : last.learnerSteps(),
            evaluations.isEmpty() ? null : evaluations.get(evaluations.size() - 1),
            last == null || last.bestEvalReturn().isEmpty() ? null : last.bestEvalReturn().getAsDouble(), evaluations,
            configuration.everySetting().stream().filter(setting -> !setting.isDefault()).toList());
    }
}
