package io.troupe.learner.run;

import io.troupe.common.config.TroupeSettings;
import io.troupe.learner.status.AttentionLog;
import io.troupe.learner.status.LedgerFile;
import io.troupe.learner.status.MetricsLog;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.tensorboard.TensorBoardLog;
import io.troupe.learner.tensorboard.WeightHistograms;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/** What a run writes down while it goes on: its numbers, its books, what the network looked at. Used by one thread. */
final class RunRecorder implements AutoCloseable {
    private static final long METRICS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LEDGER_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);

    private final RunFolder folder;
    private final RunMonitor monitor;
    private final MetricsLog metrics;
    private final AttentionLog attention;
    /** Null where it is not wanted. */
    private final TensorBoardLog tensorBoard;
    private long writtenNs;
    private long ledgerNs;

    RunRecorder(TroupeSettings settings, RunFolder folder, RunMonitor monitor, WeightHistograms weights, long nowNs) {
        this.folder = folder;
        this.monitor = monitor;
        metrics = new MetricsLog(folder.metrics());
        attention = new AttentionLog(folder.attention(), folder.earlierAttention(),
            settings.evaluation().attentionBytes());
        tensorBoard = settings.run().hasTensorBoard()
            ? new TensorBoardLog(weights, folder.tensorBoard(), folder.incarnation(), Clock.systemUTC()) : null;
        writtenNs = nowNs - METRICS_INTERVAL_NS;
        ledgerNs = nowNs;
    }

    /** Writes what is due. */
    void record(RunSnapshot latest, long nowNs) {
        if (nowNs - writtenNs >= METRICS_INTERVAL_NS) {
            writtenNs = nowNs;
            write(latest);
        }
        if (nowNs - ledgerNs >= LEDGER_INTERVAL_NS) {
            ledgerNs = nowNs;
            LedgerFile.write(folder.ledger(), monitor.ledger().books());
        }
    }

    /** Writes the numbers, whether they are due or not. */
    void write(RunSnapshot latest) {
        metrics.write(latest);
        if (tensorBoard != null) {
            tensorBoard.write(latest);
        }
    }

    void recordAttention() {
        monitor.takeAttention().ifPresent(attention::write);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(metrics, tensorBoard);
    }
}
