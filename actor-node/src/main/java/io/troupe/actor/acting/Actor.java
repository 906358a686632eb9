package io.troupe.actor.acting;

import io.troupe.actor.acting.PartTimes.Part;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.QFunction;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.wire.AcksMessage;
import io.troupe.common.wire.StepsMessage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The acting of one process: steps its lanes together, with one network call for all of them, and sends what they lived
 * through. Steps only with weights, which are not to be too old ({@link Staleness}), and only lanes that have room for
 * unacknowledged records. One thread drives it ({@code onStart}, {@code doWork} …, {@code onClose}); the methods below
 * {@link #setPaused} may be called by any. In steady state a duty cycle allocates nothing (outside the network and the
 * environments).
 */
public final class Actor implements Agent {
    private final ActorSpec spec;
    private final Supplier<? extends QFunction> qFunctions;
    private final StepSink sink;
    private final WeightsSource weightsSource;
    private final NanoClock clock;

    private final Lane[] lanes;
    private final LaneWriter[] writers;
    private final Lane[] stepping;
    private final Long2ObjectHashMap<LaneWriter> writerOfLane = new Long2ObjectHashMap<>();
    private final Stores stores;
    private final StoreBalancer balancer;
    private final ActiveTime time = new ActiveTime();
    private final PartTimes times = new PartTimes();
    private final Staleness staleness;
    private final StepSink.AcksHandler acksHandler = this::onAcks;
    private final StepsMessage message;
    private final UnsafeBuffer scratch;
    private final float[] qValues;
    private final EpisodeLog episodes = new EpisodeLog();
    private final ActorCounters counters;
    private final DecisionQuestions questions = new DecisionQuestions();

    private QFunction qFunction;
    private WeightsSnapshot weights;
    private long nowNs;

    private volatile int firstLane;
    private volatile boolean isPaused;
    private volatile boolean isDraining;
    private volatile boolean isDrained;

    /** @param qFunctions called once, by the thread that drives the actor; the actor closes what it gives */
    public Actor(ActorSpec spec, Supplier<? extends QFunction> qFunctions, StepSink sink, WeightsSource weightsSource,
                 LaneMoves moves, NanoClock clock) {
        this.spec = spec;
        this.qFunctions = qFunctions;
        this.sink = sink;
        this.weightsSource = weightsSource;
        this.clock = clock;
        int count = spec.lanes().size();
        stores = new Stores(spec.expectedStores(), spec.settings().moveAfterMs() * 1_000_000L);
        lanes = new Lane[count];
        writers = new LaneWriter[count];
        stepping = new Lane[count];
        for (int i = 0; i < count; i++) {
            LaneSpec lane = spec.lanes().get(i);
            writers[i] = new LaneWriter(i, spec, stores, sink, moves);
            lanes[i] = new Lane(lane, i, spec, writers[i], episodes);
            if (writerOfLane.put(lane.laneId(), writers[i]) != null) {
                throw new IllegalArgumentException("lane " + lane.laneId() + " is there twice");
            }
        }
        balancer = new StoreBalancer(stores, writers);
        staleness = new Staleness(spec.settings().staleness());
        message = new StepsMessage(spec.layout().stride(), spec.layout().stateBytes());
        scratch = new UnsafeBuffer(new byte[spec.messageBytes()]);
        qValues = new float[count * spec.layout().schema().actionCount()];
        counters = new ActorCounters(spec.lanes());
    }

    @Override
    public String roleName() {
        return "actor-" + spec.nodeId();
    }

    /** @throws TroupeException LAYOUT_MISMATCH where the network does not fit the environment or the lanes */
    @Override
    public void onStart() {
        qFunction = qFunctions.get();
        int actionCount = spec.layout().schema().actionCount();
        if (qFunction.actionCount() != actionCount) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the network values " + qFunction.actionCount()
                + " actions and the environment takes " + actionCount + "; both come from the run's description");
        }
        int stateBytes = spec.layout().stateBytes();
        if (stateBytes > 0 && qFunction.stateBytes() != stateBytes) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the network has a recurrent state of "
                + qFunction.stateBytes() + " bytes and the run stores one of " + stateBytes
                + "; both come from the run's description");
        }
        if (qFunction.maxRows() < lanes.length) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the network takes " + qFunction.maxRows()
                + " observations at once and the actor has " + lanes.length + " lanes");
        }
    }

    @Override
    public int doWork() {
        long beforeNs = nowNs;
        long clockNs = clock.nanoTime();
        nowNs = time.advance(clockNs);
        times.begin(clockNs);
        int work = sink.pollAcks(acksHandler);
        work += takeWeights();
        staleness.update(weightsSource.announced(), weights, clockNs);
        stores.firstLane(firstLane, nowNs);
        stores.update(sink.reachableStores(), nowNs);
        for (LaneWriter writer : writers) {
            writer.tend(nowNs);
        }
        balancer.tend(nowNs);
        boolean isStopping = isDraining;
        boolean isHeld = isPaused;
        if (weights != null && !isHeld && !isStopping) {
            work += stepOrWait(nowNs - beforeNs);
        } else if (isStopping) {
            for (Lane lane : lanes) {
                lane.retire();
            }
        }
        boolean isAllAcknowledged = true;
        for (LaneWriter writer : writers) {
            work += writer.flush(message, scratch, nowNs, isStopping || isHeld);
            isAllAcknowledged &= writer.produced() == writer.acknowledged();
        }
        counters.update(lanes, writers);
        counters.versionsBehind(staleness.versionsBehind());
        if (isStopping && isAllAcknowledged) {
            isDrained = true;
        }
        times.did(Part.SENDING, clock.nanoTime());
        times.end(work > 0, isHeld || isStopping);
        return work;
    }

    private void onAcks(AcksMessage acks) {
        long storeId = acks.storeId();
        stores.onAcks(storeId, acks.isLimited(), acks.isDraining(), nowNs);
        for (int i = 0; i < acks.laneCount(); i++) {
            LaneWriter writer = writerOfLane.get(acks.laneId(i));
            if (writer != null) {
                writer.onAck(storeId, acks.epoch(i), acks.storedRecords(i), nowNs);
            }
        }
    }

    private int takeWeights() {
        WeightsSnapshot latest = weightsSource.latest();
        if (latest == null || !latest.isNewerThan(weights)) {
            return 0;
        }
        times.did(Part.SENDING, clock.nanoTime());
        qFunction.load(latest.data());
        times.did(Part.NETWORK, clock.nanoTime());
        weights = latest;
        counters.weightsVersion(latest.version());
        return 1;
    }

    private int stepOrWait(long elapsedNs) {
        if (staleness.isWaiting()) {
            counters.waitedForWeights(elapsedNs);
            return 0;
        }
        return stepLanes(elapsedNs);
    }

    private int stepLanes(long elapsedNs) {
        times.did(Part.SENDING, clock.nanoTime());
        int rows = 0;
        int beginning = 0;
        int blocked = 0;
        for (int i = 0; i < lanes.length; i++) {
            if (!writers[i].canWrite()) {
                blocked++;
            } else if (lanes[i].prepare()) {
                lanes[i].observe(qFunction, rows);
                stepping[rows++] = lanes[i];
            } else if (lanes[i].isBeginning()) {
                beginning++;
            }
        }
        counters.blocked(blocked * elapsedNs);
        if (rows > 0) {
            times.did(Part.ENVIRONMENTS, clock.nanoTime());
            questions.evaluate(qFunction, stepping, rows, qValues, nowNs);
            times.did(Part.NETWORK, clock.nanoTime());
        }
        for (int row = 0; row < rows; row++) {
            stepping[row].choose(qValues, row, weights.version(), staleness.isMarking());
            questions.onChosen(stepping[row], row, qValues, qFunction.actionCount(), weights.version());
        }
        int cut = 0;
        for (int row = 0; row < rows; row++) {
            if (!stepping[row].isActionAway()) {
                cut = step(stepping[row], cut);
            }
        }
        int answered = 0;
        for (Lane lane : lanes) {
            if (lane.isAnswered()) {
                cut = step(lane, cut);
                answered++;
            }
        }
        if (rows + answered == 0) {
            return beginning;
        }
        times.did(Part.ENVIRONMENTS, clock.nanoTime());
        if (cut > 0) {
            qFunction.evaluate(cut, qValues);
            times.did(Part.NETWORK, clock.nanoTime());
            for (int row = 0; row < cut; row++) {
                stepping[row].bootstrap(qValues, row);
            }
        }
        return rows + answered;
    }

    /** Returns how many lanes have been cut in this cycle. */
    private int step(Lane lane, int cut) {
        lane.step(nowNs);
        if (!lane.isCut()) {
            return cut;
        }
        lane.observe(qFunction, cut);
        stepping[cut] = lane;
        return cut + 1;
    }

    @Override
    public void onClose() {
        for (Lane lane : lanes) {
            lane.close();
        }
        if (qFunction != null) {
            qFunction.close();
        }
    }

    /** How many lanes of other processes stand before this one's: by that all spread theirs evenly over the shards. */
    public void setFirstLane(int lanesBefore) {
        firstLane = lanesBefore;
    }

    /** While paused no lane steps; what was produced is still sent. */
    public void setPaused(boolean value) {
        isPaused = value;
    }

    /**
     * Asks for the next decision of one of the lanes, with what the network looked at to make it. There is no answer
     * where the lane does not step within two seconds, or is not here, or too many have asked.
     *
     * @param answer called by the actor's thread; returns at once
     */
    public void watch(long laneId, Consumer<LaneDecision> answer) {
        questions.ask(laneId, answer);
    }

    /** Ends stepping for good, and sends until all is acknowledged. */
    public void drain() {
        isDraining = true;
    }

    /** Whether {@link #drain} is done: every record that was produced is acknowledged. */
    public boolean isDrained() {
        return isDrained;
    }

    /** The numbers as they are now, or were a moment ago; those of a drained actor are final. */
    public ActorReport report() {
        boolean isFinal = isDrained;
        return counters.report(times.spent(), isFinal);
    }

    public EpisodeLog episodes() {
        return episodes;
    }
}
