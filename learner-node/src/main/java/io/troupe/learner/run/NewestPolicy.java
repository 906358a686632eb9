package io.troupe.learner.run;

import io.troupe.common.run.RunContract;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.status.PolicySource;
import io.troupe.policy.PolicyManifest;
import io.troupe.policy.PolicyPackage;
import java.nio.ByteOrder;
import java.util.Optional;

/** The weights that the run has published last, as a policy. Thread-safe. */
public final class NewestPolicy implements PolicySource {
    private final RunContract contract;
    private final RecentWeights weights;

    public NewestPolicy(RunContract contract, RecentWeights weights) {
        this.contract = contract;
        this.weights = weights;
    }

    @Override
    public long version() {
        return weights.newest().map(WeightsSnapshot::version).orElse(NONE);
    }

    @Override
    public Optional<PolicyPackage> newest() {
        return weights.newest().map(this::pack);
    }

    private PolicyPackage pack(WeightsSnapshot snapshot) {
        float[] values = new float[snapshot.data().capacity() / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = snapshot.data().getFloat(i * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        return new PolicyPackage(PolicyManifest.of(contract.runId(), "newest", snapshot.version(),
            snapshot.learnerStep(), 0), contract.configuration(), contract.schema(), values);
    }
}
