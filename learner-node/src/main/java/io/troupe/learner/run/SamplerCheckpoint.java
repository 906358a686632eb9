package io.troupe.learner.run;

import io.troupe.learner.sampling.SamplerState;
import io.troupe.proto.CheckpointManifest;
import io.troupe.proto.LimiterCheckpoint;
import io.troupe.proto.StoreCount;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sampler's counts as a checkpoint's manifest holds them. */
final class SamplerCheckpoint {
    private SamplerCheckpoint() {
    }

    static LimiterCheckpoint write(SamplerState state) {
        LimiterCheckpoint.Builder limiter = LimiterCheckpoint.newBuilder()
            .setHasBegun(state.hasBegun())
            .setFirstStep(state.firstStep())
            .setFirstRow(state.firstRow())
            .setCountedSteps(state.countedSteps())
            .setSamplesPerInsert(state.samplesPerInsert());
        state.storedByStore().forEach((storeId, steps) ->
            limiter.addStores(StoreCount.newBuilder().setStoreId(storeId).setStoredSteps(steps)));
        return limiter.build();
    }

    static SamplerState read(CheckpointManifest manifest) {
        LimiterCheckpoint limiter = manifest.getLimiter();
        Map<Long, Long> storedByStore = new LinkedHashMap<>();
        limiter.getStoresList().forEach(store -> storedByStore.put(store.getStoreId(), store.getStoredSteps()));
        return new SamplerState(manifest.getLearnerStep(), manifest.getLearnedRows(), limiter.getHasBegun(),
            limiter.getFirstStep(), limiter.getFirstRow(), limiter.getCountedSteps(), limiter.getSamplesPerInsert(),
            storedByStore, manifest.getRandomState());
    }
}
