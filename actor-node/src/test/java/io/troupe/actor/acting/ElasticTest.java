package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes while shards join and leave. */
class ElasticTest {
    private final ActorHarness.Options options = new ActorHarness.Options();
    private final FakeShards shards = ActorHarness.shards(3);

    @Test
    void shouldSpreadOverAShardThatJoinsAfterItHasStayedAWhile() {
        options.lanes = 7;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        shards.add(33);
        harness.cycle(ActorHarness.MOVE_AFTER_MS - 10);
        assertEquals(List.of(), shards.moves());
        harness.cycle(500);
        assertEquals(List.of(3, 2, 2), laneCounts(11, 22, 33));
        int moves = shards.moves().size();
        harness.cycle(2 * ActorHarness.MOVE_AFTER_MS);
        assertEquals(moves, shards.moves().size(), "lanes that are even stay where they are");
        harness.drainAndCheck();
        assertEquals(0, harness.actor.report().resentRecords());
    }

    @Test
    void shouldLeaveADrainingShardAtOnceForAnEvenSpread() {
        options.lanes = 6;
        shards.add(33);
        options.expectedStores = 3;
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(100);
        shards.draining(22, true);
        harness.cycle(100);
        assertEquals(List.of(3, 0, 3), laneCounts(11, 22, 33));
        assertEquals(2, shards.moves().size());
        harness.cycle(2 * ActorHarness.MOVE_AFTER_MS);
        shards.reachable(22, false);
        harness.cycle(2 * ActorHarness.MOVE_AFTER_MS);
        assertEquals(2, shards.moves().size());
        harness.drainAndCheck();
        assertEquals(0, harness.actor.report().resentRecords(), "nothing was on its way when the lanes left");
    }

    @Test
    void shouldBringNoLaneToADrainingShard() {
        shards.draining(22, true);
        ActorHarness harness = new ActorHarness(options, shards);
        harness.cycle(2 * ActorHarness.MOVE_AFTER_MS);
        assertEquals(List.of(4, 0), laneCounts(11, 22));
        assertEquals(List.of(), shards.moves());
        shards.draining(22, false);
        harness.cycle(2 * ActorHarness.MOVE_AFTER_MS);
        assertEquals(List.of(2, 2), laneCounts(11, 22));
        harness.drainAndCheck();
    }

    @Test
    void shouldPauseAtADrainingShardWhereThereIsNoOtherAndGoOnWhenOneComes() {
        FakeShards single = new FakeShards(CountingEnvironment.LAYOUT.stride(), 4096, 3, 11);
        options.expectedStores = 1;
        ActorHarness harness = new ActorHarness(options, single);
        harness.cycle(100);
        single.draining(11, true);
        harness.cycle(200);
        long produced = harness.actor.report().producedRecords();
        long offered = single.offered();
        harness.cycle(1_000);
        assertEquals(produced, harness.actor.report().producedRecords());
        assertEquals(offered, single.offered());
        assertEquals(List.of(), single.moves());
        single.add(22);
        harness.cycle(100);
        assertEquals(4, single.moves().size());
        assertEquals(4, single.laneCount(22));
        assertTrue(harness.actor.report().producedRecords() > produced);
        harness.drainAndCheck();
    }

    @Test
    void shouldDeliverAllToADrainingShardWhereTheRunEndsAndThereIsNoOther() {
        FakeShards single = new FakeShards(CountingEnvironment.LAYOUT.stride(), 4096, 3, 11);
        options.expectedStores = 1;
        ActorHarness harness = new ActorHarness(options, single);
        harness.cycle(100);
        single.draining(11, true);
        harness.cycle(200);
        harness.drainAndCheck();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void shouldSpreadTheLanesOfAllProcessesEvenly(int lanesOfEach) {
        List<ProcessLanes> processes = new ArrayList<>();
        for (int stores = 1; stores <= 5; stores++) {
            processes.clear();
            for (int process = 0; process < 4; process++) {
                processes.add(new ProcessLanes(stores, process * lanesOfEach, lanesOfEach));
            }
            int[] all = new int[stores];
            for (ProcessLanes process : processes) {
                Arrays.setAll(all, i -> all[i] + process.quotas[i]);
            }
            int least = IntStream.of(all).min().orElseThrow();
            assertTrue(IntStream.of(all).allMatch(lanes -> lanes - least <= 1), () -> Arrays.toString(all));
            assertEquals(4 * lanesOfEach, IntStream.of(all).sum());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldStoreEveryRecordOnceWhileShardsJoinAndDrainOverABadWay(long seed) {
        options.seed = seed;
        options.lanes = 5;
        ActorHarness harness = new ActorHarness(options, ActorHarness.shards(seed).fault(0.1));
        SplittableRandom random = new SplittableRandom(seed);
        harness.cycle(500);
        for (long store = 100; store < 112; store++) {
            harness.shards.add(store);
            long other = store < 102 ? store == 100 ? 11 : 22 : store - 2;
            harness.cycle(random.nextInt(2 * ActorHarness.MOVE_AFTER_MS));
            harness.shards.draining(other, true);
            harness.cycle(random.nextInt(ActorHarness.MOVE_AFTER_MS));
            if (random.nextBoolean()) {
                harness.shards.reachable(other, false);
            }
        }
        harness.drainAndCheck();
        assertTrue(harness.shards.moves().size() > 20, "moves: " + harness.shards.moves());
    }

    private List<Integer> laneCounts(long... stores) {
        return Arrays.stream(stores).mapToObj(shards::laneCount).toList();
    }

    /** The quotas of one process. */
    private static final class ProcessLanes {
        final int[] quotas;

        ProcessLanes(int storeCount, int lanesBefore, int lanes) {
            Stores stores = new Stores(storeCount, 0);
            stores.firstLane(lanesBefore, 1);
            long[] ids = IntStream.range(0, storeCount).mapToLong(i -> 10 + i).toArray();
            stores.update(ids, 1);
            for (long id : ids) {
                stores.onAcks(id, false, false, 1);
            }
            quotas = new int[storeCount];
            for (int lane = 0; lane < lanes; lane++) {
                quotas[(int) (stores.first(lane, 2).storeId() - 10)]++;
            }
            for (int i = 0; i < storeCount; i++) {
                assertEquals(quotas[i], stores.quota(i, lanes), "where lanes begin is where they belong");
            }
        }
    }
}
