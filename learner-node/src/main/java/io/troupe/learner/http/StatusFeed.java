package io.troupe.learner.http;

import akka.util.ByteString;
import io.troupe.learner.status.HistoryRange;
import io.troupe.learner.status.MetricsHistory;
import io.troupe.learner.status.RunSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Asks for the run's numbers at a steady pace and keeps what all readers share: the newest snapshot, its JSON, the
 * history and the meters. So a hundred open pages cost the run no more than one. Thread-safe.
 */
final class StatusFeed implements AutoCloseable {
    private static final int HISTORY_POINTS = 2_000;

    private final Supplier<RunSnapshot> snapshots;
    private final MetricsHistory history = new MetricsHistory(HISTORY_POINTS);
    private final MetricsScrape scrape = new MetricsScrape();
    private volatile Sample newest;

    /** @param earlier what the history begins with */
    StatusFeed(Supplier<RunSnapshot> snapshots, List<RunSnapshot> earlier) {
        this.snapshots = snapshots;
        earlier.forEach(history::add);
        sample();
    }

    synchronized void sample() {
        RunSnapshot snapshot = Objects.requireNonNull(snapshots.get(), "the run gave no snapshot");
        history.add(snapshot);
        scrape.update(snapshot);
        String json = StatusJson.write(snapshot);
        newest = new Sample(snapshot, json, EventStreams.event("status", json));
    }

    RunSnapshot snapshot() {
        return newest.snapshot();
    }

    String statusJson() {
        return newest.json();
    }

    /** The newest status as an event, encoded once for all who listen. */
    ByteString statusEvent() {
        return newest.event();
    }

    String historyJson(HistoryRange range) {
        return StatusJson.write(history.history(range));
    }

    /** Has the scrape tell of this folder's disk, too. */
    void watchDisk(Path folder) {
        scrape.watchDisk(folder);
    }

    /** Has the scrape tell of the disk of this media driver's folder, too. */
    void watchDriver(Path folder) {
        scrape.watchDriver(folder);
    }

    String metricsText() {
        return scrape.text();
    }

    @Override
    public void close() {
        scrape.close();
    }

    private record Sample(RunSnapshot snapshot, String json, ByteString event) {
    }
}
