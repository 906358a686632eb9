package io.troupe.integration.simulation;

import io.troupe.learner.membership.StepLedger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One schedule: turns of some milliseconds, in each of which every running process does its work once, in another order,
 * and now and then one is killed, stalled or cut off. After the last fault all is left to heal; the actors deliver what
 * they have; then the books are closed. The same seed gives the same run to the last message.
 */
final class Simulation implements AutoCloseable {
    private static final int MAX_HEALING_TURNS = 6_000;
    private static final int SETTLING_TURNS = 250;
    private static final int LOGGED = 50;

    /** What came of it. */
    record Outcome(long events, long checks, int faults, long rows, long batches, Books.Balance balance) {
    }

    private final Schedule schedule;
    private final Mutation mutation;
    private final SplittableRandom random;
    private final Network network;
    private final SimulatedCoordinator coordinator;
    private final Books books = new Books();
    private final RowAudit rows = new RowAudit(books);
    private final List<SimulatedShard> shards = new ArrayList<>();
    private final List<SimulatedActor> actors = new ArrayList<>();
    private final SimulatedLearner learner = new SimulatedLearner(this);
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Deque<String> log;
    private long events;
    private int faults;
    private boolean isFaulty = true;
    private boolean isAnyActorDead;
    private boolean isAnyVolumeLost;

    /** @param isLogged whether {@link #log()} is kept, which takes more time than all the rest */
    Simulation(Schedule schedule, Mutation mutation, Path folder, boolean isLogged) {
        this.schedule = schedule;
        this.mutation = mutation;
        log = isLogged ? new ArrayDeque<>() : null;
        random = new SplittableRandom(schedule.seed() * 0x9E3779B97F4A7C15L);
        network = new Network(random.split());
        coordinator = new SimulatedCoordinator(this, folder);
        for (int i = 0; i < schedule.shards(); i++) {
            shards.add(new SimulatedShard(this, "shard-" + i, folder.resolve("shard-" + i)));
        }
        for (int i = 0; i < schedule.actors(); i++) {
            actors.add(new SimulatedActor(this, "actor-" + i));
        }
        nodes.add(learner);
        nodes.addAll(shards);
        nodes.addAll(actors);
        nodes.forEach(node -> network.later(Network.ms(random.nextInt(50)), () -> coordinator.join(node)));
    }

    /** @throws AssertionError where the books do not balance at any moment */
    Outcome run() {
        for (int turn = 0; turn < schedule.turns(); turn++) {
            if (random.nextDouble() < schedule.faultShare()) {
                fault();
            }
            turn();
        }
        isFaulty = false;
        network.calm();
        log("all heals");
        nodes.forEach(node -> node.stall(0));
        await("every node to be back", () -> nodes.stream().allMatch(SimulatedNode::isAlive));
        learner.drain();
        actors.forEach(SimulatedActor::drain);
        log("the actors drain");
        await("the actors to be drained", () -> actors.stream().allMatch(SimulatedActor::isDrained));
        for (int turn = 0; turn < SETTLING_TURNS; turn++) {
            turn();
        }
        Books.Balance balance = books.close();
        checkLedger(balance);
        shards.forEach(SimulatedNode::kill);
        shards.forEach(shard -> new StoredFiles(shard.settings()).check(books));
        return new Outcome(events, books.checks(), faults, rows.rows(), learner.batches(), balance);
    }

    private void turn() {
        network.advance(Network.ms(2 + random.nextInt(12)));
        while (network.deliverControl()) {
            event();
        }
        int start = random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            SimulatedNode node = nodes.get((start + i) % nodes.size());
            if (node.isRunning(network.nowNs())) {
                node.doWork();
                event();
            }
        }
    }

    /** Something has happened: whatever it was, the books must be right. */
    void event() {
        events++;
        books.checkChanged();
    }

    private void fault() {
        faults++;
        switch (random.nextInt(8)) {
            case 0, 1 -> kill(shards.get(random.nextInt(shards.size())));
            case 2 -> kill(actors.get(random.nextInt(actors.size())));
            case 3 -> kill(random.nextInt(3) == 0 ? learner : shards.get(random.nextInt(shards.size())));
            case 4 -> {
                SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
                long ms = random.nextInt(random.nextBoolean() ? 100 : 1_000);
                log("%s stalls for %d ms", node.name(), ms);
                node.stall(network.nowNs() + Network.ms(ms));
            }
            default -> log("%s", network.cut(Network.ms(random.nextInt(random.nextBoolean() ? 60 : 1_200))));
        }
    }

    /** A lane goes over to another shard: the worst moment to die. */
    void onMoving(SimulatedActor actor) {
        int nodeId = actor.nodeId();
        if (isFaulty && random.nextInt(8) == 0) {
            network.later(Network.ms(random.nextInt(60)), () -> {
                if (isFaulty && actor.nodeId() == nodeId) {
                    kill(actor);
                }
            });
        }
    }

    private void kill(SimulatedNode node) {
        if (!node.isAlive()) {
            return;
        }
        int nodeId = node.nodeId();
        long storeId = node instanceof SimulatedShard shard ? shard.storeId() : 0;
        boolean isEmptied = storeId != 0 && random.nextDouble() < schedule.emptyShare();
        log("%s is killed (node %d)%s", node.name(), nodeId, isEmptied ? ", and loses its files" : "");
        node.kill();
        network.died(nodeId, schedule.isLossy() && random.nextBoolean());
        if (isEmptied) {
            ((SimulatedShard) node).destroyVolume(storeId);
        }
        isAnyVolumeLost |= isEmptied;
        isAnyActorDead |= node instanceof SimulatedActor;
        network.later(Network.ms(100 + random.nextInt(500)), () -> coordinator.onGone(nodeId));
        network.later(Network.ms(20 + random.nextInt(random.nextBoolean() ? 100 : 1_500)), () -> coordinator.join(node));
    }

    /**
     * What the coordinator would write into the run's summary, from what it was told. It need not know all that a killed
     * actor made, nor what a shard stored between its last report and the loss of its files.
     */
    private void checkLedger(Books.Balance balance) {
        StepLedger.Balance told = coordinator.ledger().balance();
        boolean isRight = told.stored() - told.destroyed() == balance.stored()
            && told.produced() <= balance.produced()
            && told.missing() + told.destroyed() <= balance.lost() + balance.destroyed()
            && (isAnyActorDead || told.produced() == balance.produced())
            && (isAnyVolumeLost || told.destroyed() == 0 && told.missing() <= balance.lost());
        Books.check(isRight, "the coordinator counts %s, right is %s", told, balance);
    }

    private void await(String what, BooleanSupplier condition) {
        for (int turn = 0; !condition.getAsBoolean(); turn++) {
            Books.check(turn < MAX_HEALING_TURNS, "after %d healing turns still waiting for %s", turn, what);
            turn();
        }
    }

    Schedule schedule() {
        return schedule;
    }

    Mutation mutation() {
        return mutation;
    }

    SplittableRandom random() {
        return random;
    }

    Network network() {
        return network;
    }

    SimulatedCoordinator coordinator() {
        return coordinator;
    }

    Books books() {
        return books;
    }

    RowAudit rows() {
        return rows;
    }

    void log(String what, Object... values) {
        if (log != null) {
            log.add(String.format("%8.3f s  ", network.nowNs() / 1e9) + String.format(what, values));
            if (log.size() > LOGGED) {
                log.remove();
            }
        }
    }

    /** The last events; empty where they were not to be kept. */
    String log() {
        return log == null ? "" : String.join("\n", log);
    }

    /** Lets go of the files. */
    @Override
    public void close() {
        shards.forEach(SimulatedNode::kill);
    }
}
