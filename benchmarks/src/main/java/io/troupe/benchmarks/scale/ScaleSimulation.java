package io.troupe.benchmarks.scale;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/** One learner, shards and actors on their hosts, from a filled replay on, and what they were busy with. */
final class ScaleSimulation {
    private static final long START_NS = 1_000_000_000;
    private static final long MOST_NS = 2_000 * START_NS;

    private final SimulatedTime time = new SimulatedTime();
    private final ScaleCase simulated;
    private final Node learnerNode;
    private final SimulatedLearner learner;
    private final WeightsFleet weights;
    private final List<SimulatedShard> shards = new ArrayList<>();
    private final List<Host> actorHosts = new ArrayList<>();
    private final Map<Resource, Long> busyBefore = new LinkedHashMap<>();
    private long storedBefore;
    private long learnedBefore;

    ScaleSimulation(ScaleCase simulated) {
        this.simulated = simulated;
        SplittableRandom random = new SplittableRandom(1);
        learnerNode = newNode(newHost());
        weights = new WeightsFleet(time, simulated, learnerNode, "akka://troupe@10.0.0.1:25520/publisher");
        learner = new SimulatedLearner(time, simulated, learnerNode, this::onLearned);
        for (int i = 1; i <= simulated.shards(); i++) {
            SimulatedShard shard = new SimulatedShard(time, simulated, i, newNode(newHost()), learnerNode, learner::onPiece);
            shards.add(shard);
            learner.add(shard);
        }
        long intervalNs = Math.round(simulated.messageRecords() * 1e9 / simulated.stepsPerActor());
        for (int i = 0; i < simulated.actors(); i++) {
            if (i % simulated.actorsPerHost() == 0) {
                actorHosts.add(newHost());
            }
            int host = actorHosts.size();
            Node node = newNode(actorHosts.get(host - 1));
            new SimulatedActor(time, simulated, i, node, shards, random.nextLong(intervalNs));
            String address = "10.1." + host / 256 + "." + host % 256 + ":" + (25520 + i);
            weights.add("akka://troupe@" + address + "/receiver", node, random);
        }
    }

    /**
     * Runs until the weights that are followed are everywhere, and at least as long as asked for.
     *
     * @throws TroupeException RESOURCE where they never are
     */
    ScaleResult run() {
        while (time.nanoTime() < START_NS) {
            time.advance();
        }
        for (Resource resource : Resource.values()) {
            busyBefore.put(resource, busyNs(resource));
        }
        storedBefore = learner.sampler().storedSteps();
        learnedBefore = learner.steps();
        while (time.nanoTime() < START_NS + simulated.minSeconds() * 1e9 || !weights.isDone()) {
            time.advance();
            requireProgress();
        }
        double seconds = (time.nanoTime() - START_NS) / 1e9;
        Map<Resource, Double> used = new LinkedHashMap<>();
        busyBefore.forEach((resource, before) -> used.put(resource, (busyNs(resource) - before) / 1e9 / seconds));
        return new ScaleResult(simulated, seconds, (learner.sampler().storedSteps() - storedBefore) / seconds,
            (learner.steps() - learnedBefore) / seconds, learner.sampler().samplesPerInsert(), used, weights.delayS(0.5),
            weights.delayS(0.99), weights.delayS(1));
    }

    private void requireProgress() {
        if (time.nanoTime() > MOST_NS) {
            throw new TroupeException(ErrorCode.RESOURCE, "after " + time.nanoTime() / 1_000_000_000 + " simulated seconds "
                + learner.steps() + " learner steps were made, and " + simulated.versions() + " versions of the weights are"
                + " not with all " + simulated.actors() + " actors: simulate fewer actors, more shards, or a limiter");
        }
    }

    private void onLearned(long steps) {
        if (steps % simulated.publishSteps() == 0) {
            weights.publish();
        }
    }

    private Host newHost() {
        return new Host(time, simulated.network());
    }

    private Node newNode(Host host) {
        return new Node(time, simulated.costs(), host);
    }

    /** Of several, the one that was busy the longest. */
    private long busyNs(Resource resource) {
        return switch (resource) {
            case LEARNER_THREAD -> learnerNode.agent().busyNs();
            case LEARNER_UPLINK -> learnerNode.host().sentNs();
            case LEARNER_DOWNLINK -> learnerNode.host().receivedNs();
            case LEARNER_DRIVER -> learnerNode.driver().busyNs();
            case LEARNER_REMOTING -> learnerNode.remoting().busyNs();
            case SHARD_THREAD -> busiest(shards, shard -> shard.node().agent().busyNs());
            case SHARD_UPLINK -> busiest(shards, shard -> shard.node().host().sentNs());
            case SHARD_DOWNLINK -> busiest(shards, shard -> shard.node().host().receivedNs());
            case SHARD_DRIVER -> busiest(shards, shard -> shard.node().driver().busyNs());
            case ACTOR_HOST_UPLINK -> busiest(actorHosts, Host::sentNs);
            case ACTOR_HOST_DOWNLINK -> busiest(actorHosts, Host::receivedNs);
        };
    }

    private static <T> long busiest(List<T> of, ToLongFunction<T> busyNs) {
        return of.stream().mapToLong(busyNs).max().orElse(0);
    }
}
