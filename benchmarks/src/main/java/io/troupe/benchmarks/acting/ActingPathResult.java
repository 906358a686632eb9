package io.troupe.benchmarks.acting;

import io.troupe.benchmarks.Spread;
import io.troupe.common.agent.ActorTime;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Of all turns of one actor.
 *
 * @param stepsPerS     in processor time of its thread
 * @param network       share of its time, 0 … 1; this and the next three are 1 together
 * @param environments  with the lanes' own work: choosing, first priorities, and the record
 * @param sending       messages to the shard, and what it acknowledges
 * @param waiting       of a lane's room for records
 * @param bytesPerStep  that its thread allocates
 */
record ActingPathResult(Spread stepsPerS, double network, double environments, double sending, double waiting,
                        double bytesPerStep) {
    static ActingPathResult of(List<ActingTurn> turns) {
        double networkNs = sum(turns, ActorTime::networkNs);
        double environmentsNs = sum(turns, ActorTime::environmentsNs);
        double sendingNs = sum(turns, ActorTime::sendingNs);
        double waitingNs = sum(turns, ActorTime::waitingNs);
        double allNs = networkNs + environmentsNs + sendingNs + waitingNs;
        double bytes = turns.stream().mapToLong(ActingTurn::allocatedBytes).sum();
        return new ActingPathResult(Spread.of(turns.stream().mapToDouble(ActingTurn::stepsPerS).toArray()),
            networkNs / allNs, environmentsNs / allNs, sendingNs / allNs, waitingNs / allNs,
            bytes / turns.stream().mapToLong(ActingTurn::steps).sum());
    }

    private static double sum(List<ActingTurn> turns, ToLongFunction<ActorTime> part) {
        return turns.stream().map(ActingTurn::time).mapToLong(part).sum();
    }
}
