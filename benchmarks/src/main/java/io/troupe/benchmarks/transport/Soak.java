package io.troupe.benchmarks.transport;

import io.troupe.common.agent.AgentHost;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TroupeSettings.Threading;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.SingleWriterRecorder;

/** A shard in a process of its own, under the full load of one thread of inserts and one of samples and priorities. */
final class Soak implements AutoCloseable {
    private static final int IPC_MTU_BYTES = 65504;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final SingleWriterRecorder latencyNs = new SingleWriterRecorder(SIGNIFICANT_DIGITS);
    private final ProcessPair pair;
    private final AgentHost agents;
    private final ShardLoad inserts;
    private final ShardLoad samples;
    private final long startNs;
    private long intervalStartNs;
    private long insertedSteps;
    private long sampledRows;

    /**
     * Returns once steps are stored and rows come back: how long the other process takes to begin is no part of it.
     *
     * @param shardBytes that the shard keeps, about
     * @throws TroupeException RESOURCE where nothing comes for 20 s
     */
    Soak(int rowBytes, long shardBytes, int batchRows) {
        pair = new ProcessPair(Channel.IPC, IPC_MTU_BYTES, false, false, shardBytes, List.of(rowBytes));
        StepLayout layout = PeerSettings.layout(rowBytes);
        inserts = new ShardInserts(pair.transport(), PeerSettings.PARENT_NODE_ID, pair.peer().shard(0), layout);
        samples = new ShardSamples(pair.transport(), PeerSettings.PARENT_NODE_ID, pair.peer().shard(0), layout,
            batchRows, latencyNs::recordValue);
        agents = new AgentHost(Threading.DEDICATED, failure::set);
        agents.start(inserts, samples);
        try {
            awaitFlow();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        startNs = System.nanoTime();
        intervalStartNs = startNs;
        insertedSteps = inserts.rows();
        sampledRows = samples.rows();
        latencyNs.getIntervalHistogram();
    }

    private void awaitFlow() {
        Patience patience = new Patience("the shard to store the first steps and send the first rows");
        while (inserts.rows() == 0 || samples.rows() == 0) {
            patience.check(0);
            checkLoad();
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /**
     * Waits for the end of an interval.
     *
     * @throws TroupeException RESOURCE where the shard's process is gone or has done nothing
     */
    SoakSample await(long intervalNs) {
        long endNs = intervalStartNs + intervalNs;
        for (long nowNs = System.nanoTime(); nowNs - endNs < 0; nowNs = System.nanoTime()) {
            LockSupport.parkNanos(Math.min(endNs - nowNs, LOOK_AGAIN_NS));
            checkLoad();
        }
        long nowNs = System.nanoTime();
        SoakSample sample = new SoakSample((nowNs - startNs) / 1e9, (nowNs - intervalStartNs) / 1e9,
            pair.peer().residentBytes(), inserts.rows() - insertedSteps, samples.rows() - sampledRows,
            latencyNs.getIntervalHistogram());
        if (sample.insertedSteps() == 0 || sample.sampledRows() == 0) {
            throw new TroupeException(ErrorCode.RESOURCE, "in " + sample.seconds() + " s the shard has stored "
                + sample.insertedSteps() + " steps and sent " + sample.sampledRows() + " rows; expected some of both");
        }
        intervalStartNs = nowNs;
        insertedSteps += sample.insertedSteps();
        sampledRows += sample.sampledRows();
        return sample;
    }

    private void checkLoad() {
        if (failure.get() != null) {
            throw new IllegalStateException("the load has failed", failure.get());
        }
    }

    @Override
    public void close() {
        agents.close();
        pair.close();
    }
}
