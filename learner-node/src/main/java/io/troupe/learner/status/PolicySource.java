package io.troupe.learner.status;

import io.troupe.policy.PolicyPackage;
import java.util.Optional;

/** Where a policy that is still learning comes from. Thread-safe. */
public interface PolicySource {
    long NONE = -1;

    /** Of the newest weights; {@link #NONE} before the first. Quick. */
    long version();

    /** Copies the newest weights; empty before the first. */
    Optional<PolicyPackage> newest();
}
