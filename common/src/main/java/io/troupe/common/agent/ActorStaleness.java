package io.troupe.common.agent;

/**
 * How old the weights are that an actor acts with, and what that has cost since its start ({@code actors.staleness}).
 *
 * @param versionsBehind the newest that it has heard of; 0: it has the newest, or has none yet
 * @param markedSteps    steps chosen by weights beyond the bound, with {@code action = mark}
 * @param waitedNs       nanoseconds in which it waited for newer weights, with {@code action = wait}
 */
public record ActorStaleness(long versionsBehind, long markedSteps, long waitedNs) {
}
