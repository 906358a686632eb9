package io.troupe.learner.http;

import com.google.protobuf.ByteString;
import io.troupe.learner.inspection.ReplayQueries;
import io.troupe.proto.ElementTypeDescription;
import io.troupe.proto.InspectedColumn;
import io.troupe.proto.InspectionBucket;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import io.troupe.proto.StepPresence;
import io.troupe.proto.TopWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Shards that tell what a test has put down for them, and are silent where it has not. */
final class FakeReplay implements ReplayQueries {
    final Map<Shard, ReplayInspection> told = new LinkedHashMap<>();
    final Map<Long, StepInspection> steps = new LinkedHashMap<>();

    @Override
    public List<Shard> shards() {
        return List.copyOf(told.keySet());
    }

    @Override
    public CompletionStage<ReplayInspection> inspect(Shard shard, int top) {
        ReplayInspection all = told.get(shard);
        return all == null ? silence() : CompletableFuture.completedFuture(all.toBuilder().clearTop()
            .addAllTop(all.getTopList().subList(0, Math.min(top, all.getTopCount()))).build());
    }

    @Override
    public CompletionStage<StepInspection> step(Shard shard, long key) {
        StepInspection step = steps.get(key);
        return step == null ? silence() : CompletableFuture.completedFuture(step);
    }

    private static <T> CompletionStage<T> silence() {
        return CompletableFuture.failedFuture(new TimeoutException("the test says so"));
    }

    /** A shard of {@code windows} windows, each of this priority and mass, drawn twice each. */
    static ReplayInspection told(Shard shard, int windows, float priority, double mass) {
        ReplayInspection.Builder told =
            ReplayInspection.newBuilder().setNodeId(shard.nodeId()).setStoreId(shard.storeId())
            .setHeldRecords(windows + 1).setHeldSteps(windows).setCapacityRecords(10).setBytes(1000).setSegments(1)
            .setSegmentPlaces(5).setSegmentSteps(2).setSamplableWindows(windows).setMass(windows * mass)
            .setSquaredMass(windows * mass * mass).setTimesSampled(2L * windows).setOldestAgeRecords(windows)
            .setMeanAgeRecords(priority).setMeanDrawnAgeRecords(priority);
        told.addPriorities(InspectionBucket.newBuilder().setFrom(priority).setBelow(2 * priority).setWindows(windows)
            .setMass(windows * mass));
        told.addTimesSampledBuckets(InspectionBucket.newBuilder().setFrom(2).setBelow(4).setWindows(windows)
            .setMass(windows * mass));
        for (int i = 0; i < windows; i++) {
            told.addTop(TopWindow.newBuilder().setKey(10 + i).setPriority(priority).setMass(mass).setTimesSampled(2));
        }
        return told.build();
    }

    /** A step with a column of each type, and one that is too large to tell. */
    static StepInspection held(Shard shard, long key) {
        ByteBuffer floats = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(1).putFloat(-2.5f).putFloat(Float.NaN).putFloat(4).flip();
        return StepInspection.newBuilder().setStoreId(shard.storeId()).setKey(key)
            .setPresence(StepPresence.HELD).setLaneId(9).setReward(0.5f).setIsTerminated(true).setIsSamplable(true)
            .setPriority(1.5f).addWindowKeys(12).addLookBackKeys(11).addLegalActions(false).addLegalActions(true)
            .addObservations(InspectedColumn.newBuilder().setName("state").setType(ElementTypeDescription.FLOAT32)
                .addShape(2).addShape(2).setValues(ByteString.copyFrom(floats)).setValueBytes(16))
            .addObservations(InspectedColumn.newBuilder().setName("bits").setType(ElementTypeDescription.BIT)
                .addShape(3).setValues(ByteString.copyFrom(new byte[] {5})).setValueBytes(1))
            .addObservations(InspectedColumn.newBuilder().setName("image").setType(ElementTypeDescription.UINT8)
                .addShape(40).addShape(40).setValues(ByteString.copyFrom(new byte[1600])).setValueBytes(1600))
            .addObservations(InspectedColumn.newBuilder().setName("film").setType(ElementTypeDescription.UINT8)
                .addShape(1_000_000).setValueBytes(1_000_000)).build();
    }
}
