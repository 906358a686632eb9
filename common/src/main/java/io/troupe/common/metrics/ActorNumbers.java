package io.troupe.common.metrics;

import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;

/** What {@link ActorMeters} tells of an actor; counts are since its start. */
public interface ActorNumbers {
    int lanes();

    long producedSteps();

    /** Lately. */
    double envStepsPerS();

    /** Of the weights that it acts with; 0 before the first. */
    long weightsVersion();

    long resentRecords();

    long environmentErrors();

    /** Of its last episodes; NaN before the first. */
    double meanReturn();

    /** Seconds that its lanes have waited for room, those of all lanes together. */
    double blockedS();

    ActorStaleness staleness();

    /** Of its one thread. */
    ActorTime time();
}
