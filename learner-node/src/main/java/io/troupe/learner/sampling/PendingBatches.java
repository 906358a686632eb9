package io.troupe.learner.sampling;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.learner.learning.SampledBatch;

/** The batches that are asked for, learned from, or free: as many as are prefetched, and one with the learner. */
final class PendingBatches {
    private final PendingBatch[] batches;

    PendingBatches(StepLayout layout, WindowSpec window, SamplerSettings settings) {
        batches = new PendingBatch[settings.prefetchBatches() + 1];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new PendingBatch(new SampledBatch(layout, window, settings.batchSize()));
        }
    }

    int size() {
        return batches.length;
    }

    PendingBatch at(int index) {
        return batches[index];
    }

    int count(PendingBatch.State state) {
        int count = 0;
        for (PendingBatch pending : batches) {
            count += pending.state == state ? 1 : 0;
        }
        return count;
    }

    /** Makes room for what so many shards owe. */
    void ensureSlots(int slots) {
        for (PendingBatch pending : batches) {
            pending.ensureSlots(slots);
        }
    }

    /** The one with this id that is still being filled, or null. */
    PendingBatch asked(long batchId) {
        for (PendingBatch pending : batches) {
            if (pending.state == PendingBatch.State.ASKED && pending.batch.batchId() == batchId) {
                return pending;
            }
        }
        return null;
    }

    /** The first of those whose rows are all there, or null. */
    PendingBatch oldestComplete() {
        PendingBatch oldest = null;
        for (PendingBatch pending : batches) {
            if (pending.state == PendingBatch.State.ASKED && pending.isComplete()
                && (oldest == null || pending.batch.batchId() < oldest.batch.batchId())) {
                oldest = pending;
            }
        }
        return oldest;
    }

    /** @throws IllegalArgumentException where the learner does not have this batch */
    PendingBatch of(SampledBatch batch) {
        for (PendingBatch pending : batches) {
            if (pending.batch == batch && (pending.state == PendingBatch.State.TAKEN
                || pending.state == PendingBatch.State.LEARNED)) {
                return pending;
            }
        }
        throw new IllegalArgumentException("batch " + batch.batchId() + " is not one that was polled and not released");
    }

    /** The shard in this slot sends nothing of what it owes any more. */
    void expectNothing(int slot, long silenceNs) {
        for (PendingBatch pending : batches) {
            pending.expectNothing(slot, silenceNs);
        }
    }
}
