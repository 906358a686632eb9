package io.troupe.benchmarks.scale;

import java.util.Locale;

/** What can be the first that is busy all the time. */
enum Resource {
    LEARNER_THREAD, LEARNER_UPLINK, LEARNER_DOWNLINK, LEARNER_DRIVER, LEARNER_REMOTING,
    SHARD_THREAD, SHARD_UPLINK, SHARD_DOWNLINK, SHARD_DRIVER, ACTOR_HOST_UPLINK, ACTOR_HOST_DOWNLINK;

    /** As in {@code learner uplink}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
