package io.troupe.common.agent;

/**
 * Where an actor's time has gone since its start, in nanoseconds, without that in which it was told to do nothing.
 *
 * @param networkNs      valuing observations, and taking over weights
 * @param environmentsNs stepping and resetting environments, and writing down what came of it
 * @param sendingNs      sending records, and reading what the shards acknowledge
 * @param waitingNs      nothing to do: no lane has room, or there are no weights yet
 */
public record ActorTime(long networkNs, long environmentsNs, long sendingNs, long waitingNs) {
}
