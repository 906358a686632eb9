package io.troupe.learner.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.troupe.learner.membership.StepLedger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Where every environment step is: produced = stored + in flight + lost, in all and by lane.
 *
 * @param lanes those that miss most first
 */
public record RunLedger(Total total, List<Lane> lanes) {
    private static final JsonMapper MAPPER =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    public RunLedger {
        lanes = List.copyOf(lanes);
    }

    /**
     * All lanes together.
     *
     * @param evicted   of the stored: overwritten by newer ones
     * @param destroyed of the stored: gone with a shard's files
     * @param retired   of the stored: gone from the replay with a shard that has drained and left; its files have them
     */
    public record Total(long lanes, long produced, long stored, long inFlight, long lost, long evicted, long destroyed,
                        long retired) {
    }

    /**
     * @param actor    that produces the lane's steps; null where it is gone
     * @param inFlight made by an actor that is there, and not stored yet as far as the shards have told
     * @param lost     not stored, and its actor is gone
     */
    public record Lane(long laneId, String actor, long produced, long stored, long inFlight, long lost) {
        long missing() {
            return inFlight + lost;
        }
    }

    /** @param actors those that are in the run, by their lanes */
    public static RunLedger of(StepLedger ledger, Map<Long, String> actors) {
        List<Lane> lanes = ledger.lanes().stream().map(lane -> lane(lane, actors.get(lane.laneId())))
            .sorted(Comparator.comparingLong(Lane::missing).reversed().thenComparingLong(Lane::laneId)).toList();
        StepLedger.Balance balance = ledger.balance();
        return new RunLedger(new Total(lanes.size(), sum(lanes, Lane::produced), sum(lanes, Lane::stored),
            sum(lanes, Lane::inFlight), sum(lanes, Lane::lost), balance.evicted(), 0, balance.retired()), lanes);
    }

    /** As {@code /api/v1/ledger} answers. */
    public JsonNode toJson() {
        return MAPPER.valueToTree(this);
    }

    private static Lane lane(StepLedger.LaneBalance lane, String actor) {
        return new Lane(lane.laneId(), actor, lane.produced(), lane.stored(), actor == null ? 0 : lane.missing(),
            actor == null ? lane.missing() : 0);
    }

    private static long sum(List<Lane> lanes, ToLongFunction<Lane> number) {
        return lanes.stream().mapToLong(number).sum();
    }
}
