package io.troupe.learner.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.learner.inspection.ReplayQueries.Shard;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.TopWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What shards tell, as JSON. A store is named by 16 hexadecimal digits, since JSON's numbers do not hold 64 bits in
 * every reader, and a step by {@code <store>/<key>}.
 */
public final class ReplayJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReplayJson() {
    }

    public static String storeName(long storeId) {
        return HexFormat.of().toHexDigits(storeId);
    }

    /** All shards, in their order, and what they are together. */
    public static ObjectNode all(Map<Shard, ReplayInspection> shards) {
        List<ReplayInspection> told = List.copyOf(shards.values());
        ObjectNode all = JSON.objectNode();
        putSummary(all.putObject("total").put("shards", told.size()), told);
        putHistograms((ObjectNode) all.get("total"), told);
        ArrayNode list = all.putArray("shards");
        shards.forEach((shard, one) -> putSummary(named(list.addObject(), shard), List.of(one)));
        return all;
    }

    /** One shard with its histograms, and the windows of highest priority that it told. */
    public static ObjectNode shard(Shard shard, ReplayInspection told) {
        ObjectNode one = named(JSON.objectNode(), shard);
        putSummary(one, List.of(told));
        putHistograms(one, List.of(told));
        one.setAll(top(told.getTopCount(), Map.of(shard, told)));
        return one;
    }

    /** The windows of highest priority of all shards, highest first. */
    public static ObjectNode top(int count, Map<Shard, ReplayInspection> shards) {
        record Placed(Shard shard, ReplayInspection told, TopWindow window) {
        }
        List<Placed> all = new ArrayList<>();
        shards.forEach((shard, told) -> told.getTopList().forEach(window -> all.add(new Placed(shard, told, window))));
        double mass = shards.values().stream().mapToDouble(ReplayInspection::getMass).sum();
        ObjectNode json = JSON.objectNode();
        ArrayNode top = json.putArray("top");
        all.stream().sorted(Comparator.comparing((Placed placed) -> -placed.window().getPriority())).limit(count)
            .forEach(placed -> top.addObject()
                .put("shard", placed.shard().name())
                .put("step", storeName(placed.told().getStoreId()) + "/" + placed.window().getKey())
                .put("priority", placed.window().getPriority())
                .put("mass", placed.window().getMass())
                .put("draw_probability", mass == 0 ? 0 : placed.window().getMass() / mass)
                .put("times_sampled", placed.window().getTimesSampled())
                .put("age_records", placed.window().getAgeRecords()));
        return json;
    }

    private static ObjectNode named(ObjectNode object, Shard shard) {
        return object.put("node_id", shard.nodeId()).put("name", shard.name())
            .put("store_id", storeName(shard.storeId()));
    }

    private static void putSummary(ObjectNode object, List<ReplayInspection> told) {
        long held = told.stream().mapToLong(ReplayInspection::getHeldRecords).sum();
        long capacity = told.stream().mapToLong(ReplayInspection::getCapacityRecords).sum();
        long windows = told.stream().mapToLong(ReplayInspection::getSamplableWindows).sum();
        long drawn = told.stream().mapToLong(ReplayInspection::getTimesSampled).sum();
        double mass = told.stream().mapToDouble(ReplayInspection::getMass).sum();
        double squaredMass = told.stream().mapToDouble(ReplayInspection::getSquaredMass).sum();
        object.put("fill", capacity == 0 ? 0 : (double) held / capacity)
            .put("held_records", held)
            .put("held_steps", told.stream().mapToLong(ReplayInspection::getHeldSteps).sum())
            .put("capacity_records", capacity)
            .put("bytes", told.stream().mapToLong(ReplayInspection::getBytes).sum())
            .put("segments", told.stream().mapToInt(ReplayInspection::getSegments).sum())
            .put("segment_places", told.stream().mapToInt(ReplayInspection::getSegmentPlaces).sum())
            .put("segment_steps", told.isEmpty() ? 0 : told.get(0).getSegmentSteps())
            .put("samplable_windows", windows)
            .put("priority_mass", mass)
            // Kish's: how many windows of equal mass would spread the draws as much. All equal: all windows.
            .put("effective_sample_size", squaredMass == 0 ? 0 : mass * mass / squaredMass)
            .put("times_sampled", drawn)
            .put("mean_times_sampled", windows == 0 ? 0 : (double) drawn / windows)
            .put("oldest_age_records", told.stream().mapToLong(ReplayInspection::getOldestAgeRecords).max().orElse(0))
            .put("mean_age_records", windows == 0 ? 0 : told.stream()
                .mapToDouble(one -> one.getMeanAgeRecords() * one.getSamplableWindows()).sum() / windows)
            .put("mean_drawn_age_records", mass == 0 ? 0 : told.stream()
                .mapToDouble(one -> one.getMeanDrawnAgeRecords() * one.getMass()).sum() / mass);
    }

    private static void putHistograms(ObjectNode object, List<ReplayInspection> told) {
        object.set("priorities", Buckets.json(told, ReplayInspection::getPrioritiesList));
        object.set("times_sampled_windows", Buckets.json(told, ReplayInspection::getTimesSampledBucketsList));
        object.set("ages", Buckets.json(told, ReplayInspection::getAgesList));
    }
}
