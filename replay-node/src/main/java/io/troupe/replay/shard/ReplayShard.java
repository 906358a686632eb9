package io.troupe.replay.shard;

import io.troupe.common.agent.TimeAccount;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.StepContent;
import io.troupe.common.wire.FeedbackMessage;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.defence.ActorDefence;
import io.troupe.replay.defence.Defence;
import io.troupe.replay.defence.MassAccount;
import io.troupe.replay.inspection.ReplayInspector;
import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityMass;
import io.troupe.replay.priority.PriorityTree;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One shard of the prioritized replay (Schaul et al. 2016; Horgan et al. 2018): stores lanes' steps, draws windows in
 * proportion to priority^α, takes new priorities. It knows columns and priorities, no algorithm and no transport.
 *
 * <p>One thread drives it; {@link #latest()} alone may be called from any. Messages that it is given are read during
 * the call only. After the first messages of each lane nothing is allocated, except by {@link #publish()}.
 */
public final class ReplayShard implements AutoCloseable {
    private final StepLog log;
    private final PriorityTree tree;
    private final PriorityMass mass;
    private final LaneTable lanes;
    private final Defence defence;
    private final WindowPriorities windows;
    private final LaneSegments segments;
    private final StepIntake intake;
    private final InsertLimit insertLimit;
    private final Acknowledgements acknowledgements;
    private final BatchServer server;
    private final ReplayInspector inspector;
    private final TimeAccount time = new TimeAccount();
    private final boolean isForced;
    private final long tornRecords;
    private long malformedMessages;
    private volatile ShardSnapshot latest;

    /**
     * Opens the shard's files, or makes them.
     *
     * @param random     draws the windows
     * @param newStoreId names a new store: must not give the same number again in another run, so it is not the run's
     *     seed
     * @throws TroupeException RESOURCE, LAYOUT_MISMATCH: see {@link StepLog}; CONFIGURATION where a window does not fit
     *     into a message
     */
    public ReplayShard(ReplayShardSettings settings, RandomGenerator random, LongSupplier newStoreId) {
        log = new StepLog(settings.folder(), settings.layout(), settings.capacitySteps(), settings.segmentSteps(),
            StateSpec.of(settings.layout(), settings.window(), settings.segmentSteps(), settings.stateFingerprint()),
            newStoreId);
        try {
            tree = new PriorityTree(log.capacity());
            mass = new PriorityMass(settings.priorityExponent(), tree.maxMass());
            lanes = new LaneTable(log);
            MassAccount[] accountOfPlace = new MassAccount[log.places()];
            defence = settings.defence().isEnabled()
                ? new ActorDefence(settings.defence(), tree, accountOfPlace, lanes.actors(), log.segmentSteps())
                : Defence.NONE;
            windows = new WindowPriorities(log, tree, mass, defence);
            isForced = settings.isForced();
            WindowGrid grid = new WindowGrid(settings.window());
            segments = new LaneSegments(log, lanes, windows, grid, settings.layout().stride(), isForced,
                accountOfPlace);
            insertLimit = new InsertLimit(log.numbers(), segments::storedSteps);
            acknowledgements = new Acknowledgements(log, lanes, insertLimit, isForced);
            WindowTracker tracker = new WindowTracker(grid, segments, windows);
            intake = new StepIntake(lanes, segments, grid, tracker, windows, new StepContent(settings.layout()));
            server = new BatchServer(log, tree, windows, segments, settings.layout(), settings.window(),
                settings.maxMessageLength(), random);
            inspector = new ReplayInspector(log, tree, windows, windows.sampleCounts(), settings.layout(),
                settings.window());
            tornRecords = new Recovery(log, lanes, segments, grid, tracker, windows).run();
            publish();
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** This node's number, which its messages carry. */
    public void nodeId(int id) {
        acknowledgements.nodeId(id);
        server.nodeId(id);
    }

    /** The identity of the shard's files; never 0. */
    public long storeId() {
        return log.storeId();
    }

    /** Whether the rate limiter is closed: as many steps are stored as the learner allows. Do not read steps then. */
    public boolean isLimited() {
        return insertLimit.isReached();
    }

    /**
     * The shard is about to leave: actors are told so, and take their lanes elsewhere. What they have sent before they
     * hear of it is stored, whatever the rate limiter says, so that nothing of it stays on its way.
     */
    public void drain() {
        insertLimit.drain();
    }

    public boolean isDraining() {
        return insertLimit.isDraining();
    }

    /** Lanes that living nodes send here. */
    public int presentLanes() {
        return lanes.presentLanes();
    }

    /**
     * Stores the message's records that are new, and takes its first priorities.
     *
     * @return what became of it; what is refused changes nothing
     */
    public AppendResult append(StepsMessage steps) {
        if (isLimited()) {
            intake.onRefused(steps);
            return AppendResult.LIMITED;
        }
        AppendResult result = intake.append(steps);
        if (result == AppendResult.INVALID) {
            malformedMessages++;
        }
        return result;
    }

    /**
     * Drops what a lane has stored here from {@code fromRecord} on, because it went over to another shard at that
     * record and opened {@code epoch} there. May be told again.
     */
    public void moveAway(long laneId, long fromRecord, int epoch) {
        intake.moveAway(laneId, fromRecord, epoch);
    }

    /** Takes new priorities, the insert limit, and a request for rows, which {@link #serve} answers. */
    public void onFeedback(FeedbackMessage feedback) {
        if (feedback.storeId() == log.storeId()) {
            windows.update(feedback);
        } else {
            windows.countLate(feedback.updateCount());
        }
        insertLimit.set(feedback.insertLimitSteps());
        if (feedback.rows() > 0) {
            server.request(feedback.batchId(), feedback.rows());
        }
    }

    /**
     * Sends the rows that are owed, as far as there are windows and the sink takes them; the rest stays owed. Where
     * there is nothing to draw yet, a report of the state goes out once for each request.
     *
     * @return the messages that were sent
     */
    public int serve(BatchSink sink) {
        return server.serve(sink);
    }

    /** What is owed was asked for by a learner that is gone: nothing is owed any more. */
    public void forgetRequests() {
        server.forgetRequests();
    }

    /** Whether nothing that could be drawn is owed, and nothing waits to be sent to the learner. */
    public boolean isServed() {
        return server.isServed();
    }

    /** Sends a message of 0 rows and batch id 0 with the shard's state. False where the sink does not take it now. */
    public boolean reportState(BatchSink sink) {
        return server.report(sink);
    }

    /** Tells senders how far their lanes are stored. For the shard's thread. */
    public Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    /** A node may send steps: to be told only where it was removed before. */
    public void addSender(int senderNodeId) {
        lanes.addSender(senderNodeId);
    }

    /**
     * A node is gone: its lanes are not counted against the shard's limit of lanes any more. Their steps stay, and
     * those that are still on their way are stored.
     */
    public void removeSender(int senderNodeId) {
        lanes.removeSender(senderNodeId);
    }

    /** A cycle of the duty that drives the shard begins. */
    public void beginCycle(long nowNs) {
        time.begin(nowNs);
    }

    /**
     * A cycle ends. One without work has waited: for the learner to open the rate limiter; for steps, where there is
     * nothing to draw; else for the learner, who asks for no rows or does not take them.
     */
    public void endCycle(boolean isWorking) {
        TimeAccount.State idle = isLimited() ? TimeAccount.State.LIMITED
            : tree.total() == 0 ? TimeAccount.State.WAITING_FOR_INSERTS : TimeAccount.State.WAITING_FOR_SAMPLES;
        time.is(isWorking ? TimeAccount.State.WORKING : idle);
    }

    /** A message was dropped because it was not whole. */
    public void countMalformedMessage() {
        malformedMessages++;
    }

    /** Env steps ever stored. */
    public long storedSteps() {
        return segments.storedSteps();
    }

    public long samplableWindows() {
        return windows.samplableWindows();
    }

    /** The tree's root, in units of 2^-32. */
    public long totalMass() {
        return tree.total();
    }

    /** Whether a window that may be drawn starts at the record of this key. */
    boolean isSamplable(long key) {
        int slot = log.slotOf(key);
        return slot >= 0 && windows.isSamplable(slot);
    }

    /** What it has stored. */
    StepLog log() {
        return log;
    }

    /** Takes a snapshot, for {@link #latest()} to give out. Allocates: not for every turn of the duty cycle. */
    public ShardSnapshot publish() {
        long held = segments.heldSteps();
        ShardSnapshot snapshot = new ShardSnapshot(log.storeId(), segments.heldRecords(), held, log.capacity(),
            windows.samplableWindows(), (double) tree.total() / PriorityMass.ONE, windows.max(),
            segments.storedSteps(), segments.storedSteps() - held, server.sampledRows(), server.owedRows(),
            windows.updated(), windows.late(), windows.refused(), malformedMessages, intake.duplicateRecords(),
            intake.staleRecords(), intake.gapMessages(), tornRecords, log.openingReport().tornSegments(),
            log.openingReport().tornStates(), intake.droppedStates(), log.openingReport().hasDroppedStates(),
            mass.clamped(), server.droppedRequests(), isLimited(), lanes.refusals(), defence.clippedPriorities(),
            defence.boundedMasses(), time.spent(), lanes.ledger());
        latest = snapshot;
        return snapshot;
    }

    /** The last published snapshot. For any thread. */
    public ShardSnapshot latest() {
        return latest;
    }

    /** Answers who looks inside. For the shard's thread. */
    public ReplayInspector inspector() {
        return inspector;
    }

    /** Throws {@link IllegalStateException} where the tree, or the defence's books, contradict themselves. Slow. */
    public void checkValid() {
        tree.checkValid();
        defence.checkValid(tree.total(), windows.samplableWindows());
    }

    /** Lets go of the files; what the settings ask to be forced has been forced before. */
    @Override
    public void close() {
        if (isForced) {
            log.force();
        }
        log.close();
    }
}
