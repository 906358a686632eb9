package io.troupe.learner.sampling;

import io.troupe.common.numeric.SplitMix64;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.learning.BatchSource;
import io.troupe.learner.learning.PriorityFeedback;
import io.troupe.learner.learning.SampledBatch;
import java.util.List;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.NanoClock;

/**
 * Draws batches from all shards as if they were one, and sends their new priorities back.
 *
 * <p>A batch is planned by splitting its rows over the living shards in proportion to their priority masses as of their
 * last messages; each shard draws its part inside its own tree. What a silent, departed or forgetful shard owes is
 * drawn again from the living. Requests, priorities and insert limits share one message a shard.
 *
 * <p>Used by one thread, the learner's: {@link #onBatch} for each message, {@link #doWork} often, {@link #poll}, then
 * {@link #update} and {@link #release}. Nothing is allocated but when a new store is added. {@code onBatch} sends
 * nothing, so a {@link ShardRequests} may call it from within {@code offer}.
 */
public final class GlobalSampler implements BatchSource, PriorityFeedback {
    /** Batches whose priorities may wait for one shard. */
    private static final int WAITING_UPDATE_BATCHES = 4;

    private final SamplerSettings settings;
    private final ShardRequests requests;
    private final NanoClock clock;
    private SplitMix64 random;
    private final BatchCheck check;
    private final ShardDirectory shards;
    private final PendingBatches batches;
    private final InsertLedger ledger;
    private final LearnedCount learned;
    private final SamplerCounters counters = new SamplerCounters();
    private int[] counts = new int[0];
    private long nextBatchId;
    private boolean isPaused;
    private boolean isDraining;

    public GlobalSampler(StepLayout layout, WindowSpec window, SamplerSettings settings, ShardRequests requests,
                         NanoClock clock, RandomGenerator random) {
        this.settings = settings;
        this.requests = requests;
        this.clock = clock;
        this.random = new SplitMix64(random.nextLong());
        check = new BatchCheck(layout, window);
        shards = new ShardDirectory(settings.silenceNs());
        ledger = new InsertLedger(settings.limiter());
        learned = new LearnedCount(settings.accumulationBatches());
        nextBatchId = settings.firstBatchId();
        batches = new PendingBatches(layout, window, settings);
    }

    /**
     * A shard is there, for the first time or again. It is drawn from once it has reported its mass. What another node
     * with its store still owes is drawn again; priorities that wait are for the store, and stay.
     */
    public void addShard(long storeId, int nodeId) {
        Shard shard = shardOf(storeId);
        if (shard.isPresent && shard.nodeId != nodeId) {
            giveUpOn(shard);
        }
        shard.join(nodeId, clock.nanoTime(), settings.heartbeatNs());
    }

    private Shard shardOf(long storeId) {
        Shard shard = shards.find(storeId);
        if (shard == null) {
            int maxUpdates = WAITING_UPDATE_BATCHES * settings.batchSize();
            shard = shards.add(storeId, new Outbox(storeId, batches.size(), maxUpdates));
            counts = new int[shards.size()];
            batches.ensureSlots(shards.size());
        }
        return shard;
    }

    /** The shard with this store has left. What it owes is drawn from the others; its priorities are dropped. */
    public void removeShard(long storeId) {
        Shard shard = shards.find(storeId);
        if (shard != null && shard.isPresent) {
            counters.droppedUpdates += shard.outbox.dropUpdates();
            giveUpOn(shard);
        }
    }

    /** While paused, no rows are asked for. Insert limits are told as before; batches on their way still come. */
    public void setPaused(boolean paused) {
        isPaused = paused;
    }

    /** The run ends: no rows are asked for any more, and the shards take whatever is still on its way. */
    public void drain() {
        isDraining = true;
    }

    /** Goes on counting from a checkpoint; to be called before the first shard is added. */
    public void restore(SamplerState state) {
        learned.restore(state.learnedRows(), state.learnerStep());
        ledger.restore(state);
        if (state.randomState() != 0) {
            random = new SplitMix64(state.randomState());
        }
        state.storedByStore().forEach((storeId, storedSteps) -> shardOf(storeId).restore(storedSteps));
    }

    /** What {@link #restore} takes; allocates. */
    public SamplerState state() {
        return ledger.state(learned.steps(), learned.rows(), shards.storedByStore(), random.state());
    }

    /** Takes a shard's message: its state, and rows where it has any. Earlier nodes of its store are not heard. */
    public void onBatch(BatchMessage message) {
        Shard shard = shards.find(message.storeId());
        if (shard == null || !shard.isPresent || message.senderNodeId() != shard.nodeId) {
            counters.unknownMessages++;
            return;
        }
        long nowNs = clock.nanoTime();
        ledger.report(shard, message.storedSteps(), learned.rows());
        shard.hear(message, nowNs);
        if (message.rows() > 0) {
            int accepted = accept(message, shard, nowNs);
            counters.lateRows += message.rows() - accepted;
            shard.sampledRows += accepted;
        }
    }

    /** Draws again what will not come, asks for new batches, sends what is due; returns the messages sent. */
    public int doWork() {
        long nowNs = clock.nanoTime();
        ledger.beginWhenFilled(shards.presentSteps(), learned.rows());
        giveUpOnTheSilent(nowNs);
        plan(nowNs);
        return send(nowNs);
    }

    @Override
    public SampledBatch poll() {
        PendingBatch oldest = batches.oldestComplete();
        if (oldest == null) {
            return null;
        }
        oldest.finish(settings.importanceExponent().at(learned.steps()), shards.presentWindows());
        return oldest.batch;
    }

    @Override
    public void release(SampledBatch batch) {
        batches.of(batch).state = PendingBatch.State.FREE;
    }

    /** Also counts rows and learner steps, and sends the priorities together with the next requests. */
    @Override
    public void update(SampledBatch batch, float[] priorities) {
        for (int row = 0; row < batch.rows(); row++) {
            Shard shard = shards.find(batch.storeIds()[row]);
            if (shard.isPresent && shard.outbox.update(batch.keys()[row], priorities[row])) {
                shard.sentUpdates++;
            } else {
                counters.droppedUpdates++;
            }
        }
        batches.of(batch).state = PendingBatch.State.LEARNED;
        learned.onBatch(batch.rows());
        doWork();
    }

    /** Whether learning has begun and the rate limiter lets no batch be asked for. */
    public boolean isLimited() {
        return ledger.hasBegun() && !ledger.canSample(learned.rows());
    }

    /** Whether enough steps have been stored for learning to begin. */
    public boolean hasBegun() {
        return ledger.hasBegun();
    }

    public long learnedRows() {
        return learned.rows();
    }

    /** Learned rows for each stored step since learning began. */
    public double samplesPerInsert() {
        return ledger.achievedSamplesPerInsert(learned.rows());
    }

    /** Steps ever stored by all stores that were members. */
    public long storedSteps() {
        return shards.storedSteps();
    }

    /** Records that the present shards hold. */
    public long sizeRecords() {
        return shards.sizeRecords();
    }

    /** What did not go the usual way; allocates. */
    public SamplerCounts counts() {
        return counters.counts();
    }

    /** The present shards; allocates. */
    public List<ShardView> shards() {
        return shards.views(clock.nanoTime());
    }

    private int accept(BatchMessage message, Shard shard, long nowNs) {
        if (!check.isPossible(message)) {
            counters.malformedPieces++;
            return 0;
        }
        PendingBatch pending = batches.asked(message.batchId());
        return pending == null ? 0 : pending.accept(message, shard.slot, nowNs);
    }

    /** The shard's node is gone: nothing that it was asked for will come. */
    private void giveUpOn(Shard shard) {
        shard.leave();
        batches.expectNothing(shard.slot, settings.silenceNs());
        giveUpOnTheSilent(clock.nanoTime());
    }

    private void giveUpOnTheSilent(long nowNs) {
        for (int i = 0; i < batches.size(); i++) {
            PendingBatch pending = batches.at(i);
            if (pending.state != PendingBatch.State.ASKED || pending.isComplete()) {
                continue;
            }
            for (int slot = 0; slot < shards.size(); slot++) {
                boolean isForgotten = nowNs - pending.askedNs(slot) > settings.silenceNs();
                boolean isLost = isForgotten || !shards.isLiving(shards.at(slot), nowNs);
                if (isLost && pending.owed(slot) > 0 && shards.findMasses(nowNs)) {
                    int rows = pending.owed(slot);
                    shards.at(slot).outbox.cancel(pending.batch.batchId());
                    ask(pending, rows, pending.giveUp(slot), nowNs);
                    counters.redrawnRows += rows;
                }
            }
        }
    }

    private void plan(long nowNs) {
        int asked = batches.count(PendingBatch.State.ASKED);
        int taken = batches.count(PendingBatch.State.TAKEN);
        for (int i = 0; i < batches.size(); i++) {
            PendingBatch pending = batches.at(i);
            long rows = learned.rows() + (long) (asked + taken) * settings.batchSize();
            if (isPaused || isDraining || asked == settings.prefetchBatches() || !ledger.canSample(rows)
                || !shards.findMasses(nowNs)) {
                return;
            }
            if (pending.state == PendingBatch.State.FREE) {
                pending.begin(nextBatchId++);
                ask(pending, settings.batchSize(), 1, nowNs);
                asked++;
            }
        }
    }

    /** Splits rows, and their share of the draw, over the shards in proportion to the masses just found. */
    private void ask(PendingBatch pending, int rows, double share, long nowNs) {
        double[] masses = shards.masses();
        SystematicRounding.split(rows, masses, masses.length, random.nextDouble(), counts);
        for (int slot = 0; slot < counts.length; slot++) {
            if (masses[slot] > 0) {
                pending.ask(slot, counts[slot], share * masses[slot] / shards.totalMass(), nowNs);
            }
            if (counts[slot] > 0) {
                shards.at(slot).outbox.request(pending.batch.batchId(), counts[slot]);
            }
        }
    }

    private int send(long nowNs) {
        int living = shards.livingCount(nowNs);
        int sent = 0;
        for (int slot = 0; slot < shards.size(); slot++) {
            Shard shard = shards.at(slot);
            long limit = isDraining ? Long.MAX_VALUE : ledger.limitOf(shard, living, learned.rows());
            boolean isDue = shard.isPresent && (!shard.outbox.isEmpty() || shard.opensFurther(limit)
                || nowNs - shard.lastSentNs >= settings.heartbeatNs());
            while (isDue && shard.outbox.send(requests, limit)) {
                shard.lastSentNs = nowNs;
                shard.lastSentLimit = limit;
                sent++;
                isDue = !shard.outbox.isEmpty();
            }
        }
        return sent;
    }
}
