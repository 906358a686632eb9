package io.troupe.learner.status;

import io.troupe.common.agent.ActorStaleness;
import io.troupe.common.agent.ActorTime;
import io.troupe.common.agent.TimeSpent;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.metrics.ActorNumbers;
import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.metrics.ShardNumbers;
import io.troupe.learner.sampling.SamplerCounts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The numbers of a run at one moment: what the console line, {@code metrics.jsonl}, the page and {@code /metrics} show.
 *
 * @param timeS            seconds since the first environment step; 0 before it
 * @param envSteps         environment steps that the shards have stored
 * @param envStepsPerS     over the last seconds
 * @param replaySize       steps held by all shards
 * @param samplesPerInsert learned windows per stored step, both counted since learning began
 * @param loss             mean importance-weighted loss over the last learner steps; NaN before the first
 * @param trainingReturn   mean return of the actors' last episodes (with their exploration); NaN before the first
 * @param policyLagMean    mean over the last batches of the learner's weights version minus the step's; NaN before
 * @param evaluation       the newest greedy evaluation, or null
 * @param bestEvalReturn   of all evaluations so far
 * @param goalReturn       the return that ends the run
 * @param learnerTime      where the learner's time has gone since its start
 * @param starvedFraction  share of the learner's time spent waiting for batches, 0 … 1
 * @param detail           what the page's panels show beside
 */
public record RunSnapshot(
    String runId,
    String environment,
    String network,
    double timeS,
    long envSteps,
    long maxEnvSteps,
    long learnerSteps,
    double envStepsPerS,
    double learnerStepsPerS,
    long replaySize,
    long replayCapacity,
    double samplesPerInsert,
    double loss,
    double gradientNorm,
    double learningRate,
    double meanQ,
    double trainingReturn,
    long weightsVersion,
    double policyLagMean,
    double starvedFraction,
    Evaluation evaluation,
    OptionalDouble bestEvalReturn,
    OptionalDouble goalReturn,
    boolean isPaused,
    List<Node> nodes,
    List<Shard> shards,
    List<Actor> actors,
    TimeSpent learnerTime,
    Detail detail
) {
    public RunSnapshot {
        nodes = List.copyOf(nodes);
        shards = List.copyOf(shards);
        actors = List.copyOf(actors);
    }

    /** What the last batches have come to. */
    public BatchMeans means() {
        return new BatchMeans(loss, gradientNorm, learningRate, meanQ, detail.largestImportanceWeight(),
            detail.recurrentDeltaQ());
    }

    /** What the learner's process has used, and its streams have met; nothing before it has joined its own run. */
    public ProcessNumbers learnerProcess() {
        return nodes.stream().filter(node -> node.role().equals("learner")).map(Node::process)
            .filter(Objects::nonNull).findFirst().orElse(ProcessNumbers.NONE);
    }

    /**
     * @param sequence           counts the run's evaluations from 1, so that a reader sees each once
     * @param firstQ             mean over the episodes of what the Q-value of the first action foretells; NaN where it is
     *     not known
     * @param discountedReturn   mean of the discounted returns that came; of a truncated episode it tells too little
     * @param attentionEntropies mean entropy of what each head looked at, in bits; empty where it was not watched
     */
    public record Evaluation(long sequence, long weightsVersion, long learnerStep, int episodes, double meanReturn,
                             double minReturn, double maxReturn, double meanLength, double timeS, double firstQ,
                             double discountedReturn, List<PartEntropy> attentionEntropies) {
        public Evaluation {
            attentionEntropies = List.copyOf(attentionEntropies);
        }
    }

    /**
     * @param silentS seconds since it last reported; NaN for one that does not report
     * @param starts  how often a node of this name has joined since the learner was started
     * @param sharesProcess whether it runs in the learner's process: pauses and memory are told with the learner
     * @param process what its process uses and its streams have met; null before it has told
     */
    public record Node(int nodeId, String name, String role, String address, boolean isReachable, double silentS,
                       int starts, boolean sharesProcess, ProcessNumbers process) {
    }

    /**
     * What the page's panels show beside.
     *
     * @param envRates               environment steps a second over longer and longer times
     * @param samplesPerS            windows learned a second, lately
     * @param targetSamplesPerInsert what the rate limiter holds; empty where there is none
     * @param tdErrors               |TD error| of the rows learned from lately; of a sequence the priority that R2D2 makes
     *     of its steps' errors, η·max + (1 − η)·mean
     * @param largestImportanceWeight (N·q)^−β of the row least likely to be drawn, which the weights are divided by
     * @param recurrentDeltaQ        how far stored recurrent states lag behind the weights, ΔQ of R2D2; NaN where there are
     *     none
     * @param policyLag              weights versions between the learner and those rows
     * @param sampling               what did not go the usual way between the learner and its shards
     * @param returnsByEpsilon       of the actors' last episodes, the least exploring first
     * @param oldestS                of each shard, by node id: seconds since its oldest step was stored
     */
    public record Detail(StepRates envRates, double samplesPerS, OptionalDouble targetSamplesPerInsert,
                         Distribution tdErrors, double largestImportanceWeight, double recurrentDeltaQ,
                         PolicyLag policyLag, SamplerCounts sampling, List<EpsilonReturn> returnsByEpsilon,
                         Map<Integer, Double> oldestS) {
        public static final Detail NONE = new Detail(StepRates.NONE, Double.NaN, OptionalDouble.empty(),
            Distribution.NONE, Double.NaN, Double.NaN, PolicyLag.NONE, SamplerCounts.NONE, List.of(), Map.of());

        public Detail {
            returnsByEpsilon = List.copyOf(returnsByEpsilon);
            oldestS = Map.copyOf(oldestS);
        }
    }

    /** Mean return of the last episodes that were played with this share of random actions. */
    public record EpsilonReturn(double epsilon, int episodes, double meanReturn) {
    }

    /**
     * @param isDraining it was told to leave: it takes no new steps, and is drawn from for some time more
     * @param time       where the shard's time has gone since its start
     */
    public record Shard(int nodeId, String name, long sizeSteps, long capacitySteps, long samplableWindows,
                        double priorityMass, long storedSteps, long evictedSteps, long sampledRows,
                        long updatedPriorities, long lateUpdates, long refusedPriorities, long malformedMessages,
                        long duplicateRecords, boolean isLimited, boolean isDraining, long refusedLanes,
                        long clippedPriorities, long boundedMasses, Damage damage, TimeSpent time)
        implements ShardNumbers {
        @Override
        public long tornRecords() {
            return damage.tornRecords();
        }

        @Override
        public long tornSegments() {
            return damage.tornSegments();
        }

        @Override
        public long tornStates() {
            return damage.tornStates();
        }

        @Override
        public long droppedStates() {
            return damage.droppedStates();
        }

        @Override
        public boolean hasDroppedStates() {
            return damage.hasDroppedStates();
        }
    }

    /**
     * What a shard has lost since it was opened, or when it was.
     *
     * @param tornRecords      found damaged in its files; and so the next two
     * @param tornSegments     all of whose records are gone
     * @param tornStates       recurrent states
     * @param droppedStates    recurrent states that came for records that are not held, or found no room
     * @param hasDroppedStates whether all recurrent states of before were dropped: they were of another network or
     *     window
     */
    public record Damage(long tornRecords, long tornSegments, long tornStates, long droppedStates,
                         boolean hasDroppedStates) {
        public static final Damage NONE = new Damage(0, 0, 0, 0, false);
    }

    /**
     * @param blockedS  seconds that its lanes have waited for room, those of all lanes together
     * @param staleness how old its weights are, and what that has cost
     * @param time      where the time of its thread has gone since its start
     */
    public record Actor(int nodeId, String name, int lanes, long producedSteps, double envStepsPerS,
                        long weightsVersion, long resentRecords, long environmentErrors, double meanReturn,
                        double blockedS, ActorStaleness staleness, ActorTime time) implements ActorNumbers {
    }
}
