package io.troupe.actor.external;

import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.security.Secret;
import io.troupe.proto.external.ColumnSchema;
import io.troupe.proto.external.Decision;
import io.troupe.proto.external.Session;
import io.troupe.proto.external.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the simulators that come and the lanes that wait for episodes together. An episode goes to the seat that has
 * waited longest, so that few simulators still reach all lanes in turn, each with its own ε, and the evaluator's. A
 * simulator's session outlives its connections, and each of its steps is numbered: one that comes again gets the same
 * answer. Thread-safe; what waits for a {@link Step#getSequence step's} decision runs on whichever thread makes it.
 */
final class Simulators {
    private static final Logger LOG = LoggerFactory.getLogger(Simulators.class);
    private static final int MAX_SESSIONS = 1024;
    /** Sessions that are over and still told why. */
    private static final int MAX_REMEMBERED = 1024;

    private final EnvironmentSchema schema;
    private final ObservationReader reader;
    private final long silenceNs;
    private final NanoClock clock;
    private final Map<String, SimulatorSession> sessions = new LinkedHashMap<>();
    private final Map<String, String> over = new LinkedHashMap<>();
    private final Set<Seat> seats = new HashSet<>();
    private final Deque<Seat> free = new ArrayDeque<>();
    private final Deque<SimulatorSession> waiting = new ArrayDeque<>();
    private Runnable onEmpty = () -> { };
    private boolean isClosed;

    /** @param silenceNs after so long without a word a session is over, and its episode is cut */
    Simulators(EnvironmentSchema schema, long silenceNs, NanoClock clock) {
        this.schema = schema;
        this.silenceNs = silenceNs;
        this.clock = clock;
        reader = new ObservationReader(schema);
    }

    /** @param action runs when the last seat has been closed */
    synchronized void onEmpty(Runnable action) {
        onEmpty = action;
    }

    /** One more place for a simulator. */
    synchronized Seat seat() {
        Seat seat = new Seat(this, reader);
        seats.add(seat);
        return seat;
    }

    /** A simulator comes. @param name for the log */
    synchronized Session open(String name) {
        checkOpen();
        if (sessions.size() >= MAX_SESSIONS) {
            throw new Refusal(503, "TOO_MANY_SESSIONS", "there are " + MAX_SESSIONS + " sessions, which is the most;"
                + " ask again when one is over, and let simulators leave");
        }
        String id = Secret.create();
        sessions.put(id, new SimulatorSession(id, name, nowNs()));
        Session.Builder session = Session.newBuilder().setSession(id).setActions(schema.actionCount())
            .setHasActionMask(schema.hasActionMask())
            .setSilenceS(silenceNs / 1e9);
        for (ObservationColumn column : schema.observations()) {
            session.addObservations(ColumnSchema.newBuilder().setName(column.name())
                .setType(SchemaFile.name(column.type())).addAllShape(column.shape()));
        }
        return session.build();
    }

    /**
     * Takes a simulator's step.
     *
     * @return the decision, which may take long
     * @throws Refusal where it is not taken; it changes nothing then
     */
    CompletableFuture<Decision> take(Step step) {
        synchronized (this) {
            SimulatorSession session = session(step);
            session.heardNs = nowNs();
            if (isRepeated(session, step)) {
                return session.decision;
            }
        }
        // Outside the lock: lanes wait for it in their steps.
        float[] values = reader.read(step);
        checkReward(step);
        synchronized (this) {
            SimulatorSession session = session(step);
            return isRepeated(session, step) ? session.decision : advance(session, step, values);
        }
    }

    private boolean isRepeated(SimulatorSession session, Step step) {
        long sequence = step.getSequence();
        if (sequence == session.sequence && sequence > 0) {
            if (!step.equals(session.last)) {
                throw new Refusal(409, "SEQUENCE_REUSED", "step " + sequence + " was another one when it came first,"
                    + " expected the same again, or " + (sequence + 1));
            }
            return true;
        }
        if (sequence != session.sequence + 1) {
            throw new Refusal(409, "OUT_OF_SEQUENCE", "sequence is " + sequence + ", expected " + (session.sequence + 1)
                + (session.sequence == 0 ? "" : ", or " + session.sequence + " again"));
        }
        return false;
    }

    private CompletableFuture<Decision> advance(SimulatorSession session, Step step, float[] values) {
        if (step.hasLeave()) {
            session.accept(step);
            session.over();
            remove(session, "it has left");
            return session.decision;
        }
        if (!session.decision.isDone()) {
            throw new Refusal(409, "UNANSWERED", "step " + session.sequence
                + " waits for its decision, expected the same again until it is there");
        }
        if (step.hasReset()) {
            begin(session, step, values);
        } else if (session.isDismissed) {
            session.isDismissed = false;
            session.accept(step);
            session.over();
        } else if (session.seat == null) {
            throw new Refusal(409, "NO_EPISODE", "no episode is open, expected reset");
        } else {
            act(session, step, values);
        }
        return session.decision;
    }

    private void begin(SimulatorSession session, Step step, float[] values) {
        if (session.seat != null) {
            throw new Refusal(409, "EPISODE_OPEN", "an episode is open, expected observe, or end to end it (truncated"
                + " where it is given up)");
        }
        session.isDismissed = false;
        session.accept(step);
        Seat seat = free.poll();
        if (seat == null) {
            session.first = values;
            waiting.add(session);
        } else {
            seat.begin(session, values);
        }
    }

    private static void act(SimulatorSession session, Step step, float[] values) {
        Seat seat = session.seat;
        session.accept(step);
        if (step.hasObserve()) {
            seat.bring(step.getObserve().getReward(), values, false, false);
        } else {
            boolean isTruncated = step.getEnd().getTruncated();
            seat.bring(step.getEnd().getReward(), values, !isTruncated, isTruncated);
            session.over();
        }
    }

    private static void checkReward(Step step) {
        float reward = step.hasObserve() ? step.getObserve().getReward() : step.getEnd().getReward();
        if (!Float.isFinite(reward)) {
            throw Refusal.badRequest("reward is " + reward + ", expected a finite number");
        }
    }

    /** What to say as long as a step's decision is not there. */
    synchronized Decision pending(Step step) {
        SimulatorSession session = session(step);
        if (waiting.contains(session)) {
            throw new Refusal(503, "NO_LANE", "no lane is free: " + seats.size() + " lanes, " + playing() + " episodes, "
                + waiting.size() + " simulators wait for one; send the same step again, which keeps its place"
                + " (more lanes: --lanes, more actors: --actors)");
        }
        return session.pending();
    }

    private long playing() {
        return sessions.values().stream().filter(session -> session.seat != null).count();
    }

    /** Ends the sessions that have been silent for too long. */
    synchronized void tend() {
        long nowNs = nowNs();
        List<SimulatorSession> silent =
            sessions.values().stream().filter(session -> nowNs - session.heardNs >= silenceNs).toList();
        for (SimulatorSession session : silent) {
            LOG.warn("Simulator {} has been silent for {} s{}", session.name.isEmpty() ? session.id : session.name,
                silenceNs / 1e9, session.seat == null ? "" : ": its episode is cut");
            remove(session, "nothing was heard of it for " + silenceNs / 1e9 + " s (environment.options.silence-s)");
        }
    }

    private void remove(SimulatorSession session, String reason) {
        sessions.remove(session.id);
        waiting.remove(session);
        if (session.seat != null) {
            session.seat.abandon();
        }
        over.put(session.id, reason);
        if (over.size() > MAX_REMEMBERED) {
            over.remove(over.keySet().iterator().next());
        }
        session.decision.completeExceptionally(isOver(reason));
    }

    private SimulatorSession session(Step step) {
        checkOpen();
        SimulatorSession session = sessions.get(step.getSession());
        if (session == null) {
            String reason = over.get(step.getSession());
            throw reason != null ? isOver(reason) : new Refusal(404, "UNKNOWN_SESSION", "session '" + step.getSession()
                + "' is not known here, expected one from POST " + ExternalServer.SESSIONS);
        }
        return session;
    }

    private static Refusal isOver(String reason) {
        return new Refusal(410, "SESSION_OVER", "the session is over: " + reason + "; begin another with POST "
            + ExternalServer.SESSIONS);
    }

    private void checkOpen() {
        if (isClosed) {
            throw ending();
        }
    }

    private static Refusal ending() {
        return new Refusal(410, "ENDING", "the run ends, or this actor leaves it; no more actions come from here");
    }

    /** A seat waits for an episode. */
    void offer(Seat seat) {
        SimulatorSession next = waiting.poll();
        if (next == null) {
            free.add(seat);
        } else {
            float[] first = next.first;
            next.first = null;
            seat.begin(next, first);
        }
    }

    /** It does not wait any more. */
    void withdraw(Seat seat) {
        free.remove(seat);
    }

    void closed(Seat seat) {
        Runnable action;
        synchronized (this) {
            action = seats.remove(seat) && seats.isEmpty() ? onEmpty : () -> { };
        }
        action.run();
    }

    long nowNs() {
        return clock.nanoTime();
    }

    /** Whoever waits hears that it is over. */
    synchronized void close() {
        isClosed = true;
        for (SimulatorSession session : new ArrayList<>(sessions.values())) {
            session.decision.completeExceptionally(ending());
        }
    }
}
