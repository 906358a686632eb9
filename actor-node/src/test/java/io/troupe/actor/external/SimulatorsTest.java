package io.troupe.actor.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.proto.external.Column;
import io.troupe.proto.external.Decision;
import io.troupe.proto.external.Decision.State;
import io.troupe.proto.external.End;
import io.troupe.proto.external.Leave;
import io.troupe.proto.external.Observe;
import io.troupe.proto.external.Reset;
import io.troupe.proto.external.Step;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SimulatorsTest {
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("level", 1)), 3);
    private static final StepLayout LAYOUT = new StepLayout(SCHEMA);
    private static final long SILENCE_NS = 1_000;

    private long nowNs = 5;
    private final Simulators simulators = new Simulators(SCHEMA, SILENCE_NS, () -> nowNs);
    private final StepOutcome outcome = new StepOutcome(LAYOUT);

    SimulatorsTest() {
        outcome.observation().wrap(new UnsafeBuffer(new byte[LAYOUT.stride()]), 0);
    }

    @Test
    void shouldHandActionsToTheSimulatorAndOutcomesToTheLane() {
        Seat seat = waitingSeat();
        String session = join();
        assertFalse(seat.isReady());
        CompletableFuture<Decision> first = reset(session, 1, 10);
        assertTrue(seat.isReady());
        seat.takeReset(outcome.observation());
        assertEquals(10, level());
        assertFalse(seat.isReady() || first.isDone());
        seat.giveAction(2);
        assertDecision(first, 1, State.ACT, 2);

        CompletableFuture<Decision> second = observe(session, 2, 0.5f, 11);
        take(seat, 0.5f, 11);
        assertFalse(outcome.isEnd());
        seat.giveAction(0);
        assertDecision(second, 2, State.ACT, 0);

        assertDecision(end(session, 3, -1, 12, false), 3, State.OVER, 0);
        take(seat, -1, 12);
        assertTrue(outcome.isTerminated());
        assertFalse(seat.isReady());
    }

    @Test
    void shouldTellACutFromAnEnd() {
        Seat seat = playingSeat(join());
        end(only, 2, 1, 3, true);
        take(seat, 1, 3);
        assertTrue(outcome.isTruncated() && !outcome.isTerminated());
    }

    @Test
    void shouldAnswerTheSameStepTheSame() {
        String session = join();
        Seat seat = playingSeat(session);
        CompletableFuture<Decision> second = observe(session, 2, 1, 3);
        assertSame(second, observe(session, 2, 1, 3));
        take(seat, 1, 3);
        seat.giveAction(1);
        assertDecision(observe(session, 2, 1, 3), 2, State.ACT, 1);
        assertFalse(seat.isReady(), "a repeated step is no second one");
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() {
        String session = join();
        assertRefused(409, "OUT_OF_SEQUENCE", "sequence is 2, expected 1", () -> reset(session, 2, 0));
        assertRefused(409, "NO_EPISODE", "expected reset", () -> observe(session, 1, 0, 0));
        playingSeat(session);
        assertRefused(409, "SEQUENCE_REUSED", "step 1", () -> reset(session, 1, 99));
        assertRefused(409, "OUT_OF_SEQUENCE", "sequence is 7, expected 2, or 1 again", () -> observe(session, 7, 0, 0));
        assertRefused(409, "EPISODE_OPEN", "observe", () -> reset(session, 2, 0));
        observe(session, 2, 0, 0);
        assertRefused(409, "UNANSWERED", "step 2", () -> observe(session, 3, 0, 0));
        assertRefused(404, "UNKNOWN_SESSION", "'nobody'", () -> reset("nobody", 1, 0));
        assertRefused(400, "BAD_REQUEST", "expected one",
            () -> simulators.take(Step.newBuilder().setSession(session).setSequence(3).build()));
    }

    @Test
    void shouldRefuseValuesThatNoLaneMayStore() {
        String session = join();
        playingSeat(session);
        assertRefused(400, "BAD_REQUEST", "reward is NaN", () -> observe(session, 2, Float.NaN, 0));
        assertRefused(400, "BAD_REQUEST", "'level' has Infinity as element 0, expected a finite number",
            () -> observe(session, 2, 0, Float.POSITIVE_INFINITY));
        observe(session, 2, 0, 0);
    }

    @Test
    void shouldLetSimulatorsWaitForALaneInTheirOrder() {
        String first = join();
        String second = join();
        reset(first, 1, 1);
        reset(second, 1, 2);
        assertRefused(503, "NO_LANE", "2 simulators wait", () -> simulators.pending(resetStep(second, 1, 2)));
        Seat seat = waitingSeat();
        assertTrue(seat.isReady());
        seat.takeReset(outcome.observation());
        assertEquals(1, level());
        assertEquals(State.WAIT, simulators.pending(resetStep(first, 1, 1)).getState());
    }

    @Test
    void shouldGiveEpisodesToTheLaneThatHasWaitedLongest() {
        Seat one = waitingSeat();
        Seat other = waitingSeat();
        String session = join();
        reset(session, 1, 1);
        assertTrue(one.isReady() && !other.isReady());
        one.takeReset(outcome.observation());
        one.giveAction(0);
        end(session, 2, 0, 0, false);
        one.takeStep(outcome.clear());
        one.giveReset();
        reset(session, 3, 1);
        assertTrue(other.isReady() && !one.isReady());
    }

    @Test
    void shouldCutTheEpisodeOfASimulatorThatFallsSilent() {
        String session = join();
        Seat seat = playingSeat(session);
        nowNs += SILENCE_NS - 1;
        simulators.tend();
        assertFalse(seat.isReady());
        nowNs++;
        simulators.tend();
        take(seat, 0, 7);
        assertTrue(outcome.isTruncated());
        assertRefused(410, "SESSION_OVER", "nothing was heard", () -> observe(session, 2, 0, 0));
    }

    @Test
    void shouldCutAtOnceWhereTheSilentSimulatorWaitedForItsAction() {
        String session = join();
        Seat seat = waitingSeat();
        reset(session, 1, 7);
        nowNs += SILENCE_NS;
        simulators.tend();
        seat.takeReset(outcome.observation());
        assertFalse(seat.isReady());
        seat.giveAction(1);
        take(seat, 0, 7);
        assertTrue(outcome.isTruncated());
    }

    @Test
    void shouldForgetASilentSimulatorThatWaitsForALane() {
        reset(join(), 1, 7);
        nowNs += SILENCE_NS;
        simulators.tend();
        assertFalse(waitingSeat().isReady());
    }

    @Test
    void shouldKeepTheOutcomeOfASimulatorThatLeaves() {
        String session = join();
        Seat seat = playingSeat(session);
        observe(session, 2, 0.5f, 8);
        assertDecision(leave(session, 3), 3, State.OVER, 0);
        take(seat, 0.5f, 8);
        assertTrue(outcome.isTruncated());
        assertRefused(410, "SESSION_OVER", "it has left", () -> reset(session, 4, 0));
    }

    @Test
    void shouldTellTheSimulatorThatItsEpisodeIsNotWantedAnyMore() {
        String session = join();
        Seat seat = playingSeat(session);
        seat.giveReset();
        assertDecision(observe(session, 2, 0, 0), 2, State.OVER, 0);
        reset(session, 3, 4);
        assertTrue(seat.isReady());
        CompletableFuture<Decision> fourth = simulators.take(resetStep(session, 3, 4));
        seat.giveReset();
        assertDecision(fourth, 3, State.OVER, 0);
    }

    @Test
    void shouldEndWithTheLastSeat() {
        boolean[] isEmpty = new boolean[1];
        simulators.onEmpty(() -> isEmpty[0] = true);
        String session = join();
        Seat seat = playingSeat(session);
        Seat other = waitingSeat();
        observe(session, 2, 0, 0);
        CompletableFuture<Decision> pending = observe(session, 2, 0, 0);
        seat.close();
        assertDecision(pending, 2, State.OVER, 0);
        assertFalse(isEmpty[0]);
        reset(session, 3, 0);
        other.close();
        assertTrue(isEmpty[0]);
        simulators.close();
        assertRefused(410, "ENDING", "the run ends", this::join);
    }

    private String only;

    private String join() {
        only = simulators.open("tested").getSession();
        return only;
    }

    private Seat waitingSeat() {
        Seat seat = simulators.seat();
        seat.giveReset();
        return seat;
    }

    /** The simulator has shown 7 and was given action 1. */
    private Seat playingSeat(String session) {
        Seat seat = waitingSeat();
        reset(session, 1, 7);
        seat.takeReset(outcome.observation());
        seat.giveAction(1);
        return seat;
    }

    private void take(Seat seat, float reward, float level) {
        assertTrue(seat.isReady());
        seat.takeStep(outcome.clear());
        assertEquals(reward, outcome.reward());
        assertEquals(level, level());
    }

    private float level() {
        return outcome.observation().value(0, 0);
    }

    private static Column column(float level) {
        return Column.newBuilder().setName("level").addValues(level).build();
    }

    private static Step.Builder step(String session, long sequence) {
        return Step.newBuilder().setSession(session).setSequence(sequence);
    }

    private static Step resetStep(String session, long sequence, float level) {
        return step(session, sequence).setReset(Reset.newBuilder().addObservation(column(level))).build();
    }

    private CompletableFuture<Decision> reset(String session, long sequence, float level) {
        return simulators.take(resetStep(session, sequence, level));
    }

    private CompletableFuture<Decision> observe(String session, long sequence, float reward, float level) {
        return simulators.take(step(session, sequence)
            .setObserve(Observe.newBuilder().setReward(reward).addObservation(column(level))).build());
    }

    private CompletableFuture<Decision> end(String session, long sequence, float reward, float level, boolean isCut) {
        return simulators.take(step(session, sequence)
            .setEnd(End.newBuilder().setReward(reward).addObservation(column(level)).setTruncated(isCut)).build());
    }

    private CompletableFuture<Decision> leave(String session, long sequence) {
        return simulators.take(step(session, sequence).setLeave(Leave.getDefaultInstance()).build());
    }

    private static void assertDecision(CompletableFuture<Decision> decision, long sequence, State state, int action) {
        Decision decided = decision.getNow(null);
        assertEquals(state, decided.getState());
        assertEquals(sequence, decided.getSequence());
        assertEquals(action, decided.getAction());
        assertEquals(state == State.ACT, decided.hasAction());
    }

    private static void assertRefused(int status, String code, String part, Runnable action) {
        Refusal refusal = assertThrows(Refusal.class, action::run);
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertEquals(status, refusal.status());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
