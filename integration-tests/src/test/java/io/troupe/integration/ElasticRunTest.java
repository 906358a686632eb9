package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.learner.learning.SampledBatch;
import io.troupe.learner.membership.StepLedger;
import io.troupe.learner.membership.StepLedger.Balance;
import io.troupe.proto.ShardStatus;
import io.troupe.replay.cluster.ShardStatuses;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards join and leave while the real actor, shards, sampler and learner work, all in one thread. */
class ElasticRunTest {
    private static final int MOVE_AFTER_MS = 500;

    @TempDir
    Path folder;
    private DirectRun run;
    private final StepLedger ledger = new StepLedger();
    private final long[] rows = new long[5];
    private long learnerSteps;

    @BeforeEach
    void start() {
        run = new DirectRun(new SettingsLoader(name -> Environments.named(name).preset())
            .set("run.seed=5").set("actors.move-after-ms=" + MOVE_AFTER_MS)
            .set("replay.samples-per-insert=none").load().settings(), folder);
        learn(50);
        assertEquals(List.of(4, 4), lanes(1, 2));
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldTakeAShardInThatJoins() {
        run.join(3);
        long before = run.shard(3).storedSteps();
        run.idle(2 * MOVE_AFTER_MS);
        learn(300);
        assertEquals(List.of(3, 3, 2), lanes(1, 2, 3));
        assertTrue(run.shard(3).storedSteps() > before + 100, "stored: " + run.shard(3).storedSteps());
        assertTrue(rows[3] > 0, Arrays.toString(rows));
        assertEverythingIsStoredOnce(0, 1, 2, 3);
    }

    @Test
    void shouldDrawFromADrainingShardUntilItLeavesAndLoseNothing() {
        run.join(3);
        run.idle(2 * MOVE_AFTER_MS);
        learn(100);
        assertEquals(List.of(3, 3, 2), lanes(1, 2, 3));

        run.shard(1).drain();
        learn(5);
        assertEquals(List.of(0, 4, 4), lanes(1, 2, 3));
        long stored = run.shard(1).storedSteps();
        long others = run.shard(2).storedSteps() + run.shard(3).storedSteps();
        Arrays.fill(rows, 0);
        double share = run.shard(1).totalMass() / (double) (run.shard(1).totalMass() + run.shard(2).totalMass()
            + run.shard(3).totalMass());
        learn(20);
        assertEquals(share, rows[1] / (double) Arrays.stream(rows).sum(), 0.1, "drawn in proportion, as ever");
        learn(200);
        assertEquals(stored, run.shard(1).storedSteps(), "it takes no new steps");
        assertTrue(run.shard(2).storedSteps() + run.shard(3).storedSteps() > others + 100, "the others do");
        run.idle(2);
        assertTrue(run.shard(1).isServed(), "it owes nothing when it goes");

        ShardStatus last = status(1).toBuilder().setIsRetired(true).build();
        ledger.onShardStatus(last);
        run.leave(1);
        // What had come from it before it left is still learned from.
        learn(3);
        Arrays.fill(rows, 0);
        learn(100);
        assertEquals(0, rows[1]);
        assertEquals(List.of(4, 4), lanes(2, 3));
        assertEverythingIsStoredOnce(last.getSizeSteps(), 2, 3);
    }

    @Test
    void shouldBringItsStepsBackAndTakeLanesAgain() {
        run.join(3);
        run.idle(2 * MOVE_AFTER_MS);
        run.shard(1).drain();
        learn(20);
        ShardStatus last = status(1).toBuilder().setIsRetired(true).build();
        ledger.onShardStatus(last);
        run.leave(1);
        learn(100);

        run.join(1);
        assertEquals(last.getStoredSteps(), run.shard(1).storedSteps());
        assertEquals(last.getSamplableWindows(), run.shard(1).samplableWindows());
        Arrays.fill(rows, 0);
        run.idle(2 * MOVE_AFTER_MS);
        learn(100);
        assertTrue(rows[1] > 0, Arrays.toString(rows));
        assertEquals(List.of(3, 3, 2), lanes(1, 2, 3));
        assertEverythingIsStoredOnce(0, 1, 2, 3);
    }

    @Test
    void shouldKeepItsLanesWaitingWhereTheLastShardDrainsUntilItIsBack() {
        run.shard(2).drain();
        learn(20);
        ledger.onShardStatus(status(2));
        run.leave(2);
        run.shard(1).drain();
        run.idle(200);
        long produced = run.producedSteps();
        run.idle(200);
        assertEquals(produced, run.producedSteps());
        ledger.onShardStatus(status(1));
        run.leave(1);
        run.idle(2 * MOVE_AFTER_MS);
        assertEquals(produced, run.producedSteps());
        run.join(1);
        learn(100);
        assertTrue(run.producedSteps() > produced);
        assertEverythingIsStoredOnce(0, 1);
    }

    private void learn(long more) {
        learnerSteps += more;
        run.run(learnerSteps, this::count);
    }

    private void count(SampledBatch batch) {
        for (long storeId : batch.storeIds()) {
            rows[(int) storeId]++;
        }
        for (double q : batch.drawProbabilities()) {
            assertTrue(q > 0 && q <= 1, () -> "q = " + q);
        }
    }

    private List<Integer> lanes(long... stores) {
        return Arrays.stream(stores).mapToObj(store -> run.shard(store).presentLanes()).toList();
    }

    private ShardStatus status(long storeId) {
        return ShardStatuses.of((int) storeId, run.shard(storeId).publish());
    }

    private void assertEverythingIsStoredOnce(long retired, long... stores) {
        run.drainActor();
        ledger.onActorStatus(run.actorStatus());
        Arrays.stream(stores).forEach(store -> ledger.onShardStatus(status(store)));
        Balance balance = ledger.balance();
        assertEquals(run.producedSteps(), balance.stored());
        assertEquals(0, balance.missing());
        assertEquals(retired, balance.retired());
        Stream.of(stores).flatMapToLong(Arrays::stream).forEach(store -> run.shard(store).checkValid());
    }
}
