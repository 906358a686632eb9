package io.troupe.learner.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.proto.InspectionBucket;
import io.troupe.proto.ReplayInspection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Histograms of several shards as one: their buckets are the same. */
final class Buckets {
    private Buckets() {
    }

    static ArrayNode json(List<ReplayInspection> shards, Function<ReplayInspection, List<InspectionBucket>> histogram) {
        double mass = shards.stream().mapToDouble(ReplayInspection::getMass).sum();
        Map<Double, InspectionBucket> sums = new TreeMap<>();
        for (ReplayInspection shard : shards) {
            for (InspectionBucket bucket : histogram.apply(shard)) {
                sums.merge(bucket.getFrom(), bucket, Buckets::sum);
            }
        }
        ArrayNode buckets = JsonNodeFactory.instance.arrayNode();
        for (InspectionBucket bucket : sums.values()) {
            buckets.addObject()
                .put("from", bucket.getFrom())
                .put("below", bucket.getBelow())
                .put("windows", bucket.getWindows())
                .put("draw_share", mass == 0 ? 0 : bucket.getMass() / mass);
        }
        return buckets;
    }

    private static InspectionBucket sum(InspectionBucket one, InspectionBucket other) {
        return one.toBuilder().setWindows(one.getWindows() + other.getWindows())
            .setMass(one.getMass() + other.getMass()).build();
    }
}
