package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acting where only some of the actions are legal; which, follows from an observation's number. */
class ActionMaskTest {
    private static final int[] MASKS = {0b011, 0b110, 0b100, 0b111, 0b101};

    private final ActorHarness.Options options = new ActorHarness.Options();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 1})
    void shouldTakeLegalActionsAloneAndStoreTheMaskWithTheStep(double epsilon) {
        options.epsilon = epsilon;
        int[] taken = new int[3];
        int closing = 0;
        for (ActorHarness.Record record : play(1_000)) {
            assertEquals(mask((int) record.number), record.mask);
            closing += record.flags & StepLayout.FLAG_CLOSING;
            if (record.flags != StepLayout.FLAG_CLOSING) {
                assertTrue((record.mask >> record.action & 1) == 1, "action " + record.action + " of " + record.mask);
                taken[record.action]++;
                assertTrue(epsilon > 0 || record.q(record.action) == maxQ(record), "not greedy");
            }
        }
        assertTrue(closing > 100);
        if (epsilon == 1) {
            // Each of a record's legal actions equally often.
            double steps = taken[0] + taken[1] + taken[2];
            assertEquals((1 / 2. + 1 / 3. + 1 / 2.) / 5, taken[0] / steps, 0.03);
            assertEquals((1 / 2. + 1 / 2. + 1 / 3.) / 5, taken[1] / steps, 0.03);
        }
    }

    @Test
    void firstPrioritiesShouldBootstrapFromLegalActionsAlone() {
        ActorHarness harness = harness();
        harness.cycle(1_000);
        harness.drainAndCheck();
        int differing = 0;
        for (ActorReport.Lane lane : harness.actor.report().lanes()) {
            List<ActorHarness.Record> records = records(harness, lane);
            Map<Long, Float> priorities = List.of(11L, 22L).stream()
                .map(store -> harness.shards.lane(store, lane.laneId()))
                .filter(Objects::nonNull).findFirst().orElseThrow().priorities;
            for (long start : priorities.keySet()) {
                double expected = priority(records, (int) start, true);
                assertEquals(expected, priorities.get(start), 1e-3 + 1e-5 * expected, "window " + start);
                differing += Math.abs(expected - priority(records, (int) start, false)) > 0.1 ? 1 : 0;
            }
        }
        assertTrue(differing > 500, "windows in which the mask matters: " + differing);
    }

    @Test
    void shouldStoreTheMaskOfTheLastGoodObservationWhereAnEnvironmentFails() {
        options.failsEvery = 9;
        options.lanes = 1;
        ActorHarness harness = harness();
        harness.cycle(100);
        harness.actor.drain();
        harness.cycle(100);
        List<ActorHarness.Record> records = harness.shards.stored(ActorHarness.laneId(0)).stream()
            .map(ActorHarness.Record::new).toList();
        int failures = 0;
        for (int i = 1; i < records.size(); i++) {
            assertEquals(mask((int) records.get(i).number), records.get(i).mask);
            failures += records.get(i).number == 8 && records.get(i - 1).number == 8 ? 1 : 0;
        }
        assertTrue(failures > 3, "failures: " + failures);
    }

    @Test
    void shouldCountAStateInWhichNoActionIsLegalAsAFailureOfTheEnvironment() {
        options.lanes = 1;
        ActorHarness inTheMiddle = harness(number -> number == 2 ? 0 : 0b111);
        inTheMiddle.cycle(50);
        assertTrue(inTheMiddle.actor.report().environmentErrors() > 5);
        ActorHarness fromTheBeginning = harness(number -> 0);
        TroupeException fatal = assertThrows(TroupeException.class, () -> fromTheBeginning.cycle(3));
        assertEquals(ErrorCode.ENVIRONMENT, fatal.code());
        assertTrue(fatal.getMessage().contains("none of the 3 actions is legal"), fatal.getMessage());
    }

    private List<ActorHarness.Record> play(int cycles) {
        ActorHarness harness = harness();
        harness.cycle(cycles);
        harness.drainAndCheck();
        List<ActorHarness.Record> all = new ArrayList<>();
        harness.actor.report().lanes().forEach(lane -> all.addAll(records(harness, lane)));
        return all;
    }

    private ActorHarness harness() {
        return harness(ActionMaskTest::mask);
    }

    private ActorHarness harness(IntUnaryOperator masks) {
        EnvironmentSchema own = CountingEnvironment.LAYOUT.schema();
        options.layout = new StepLayout(new EnvironmentSchema(own.observations(), own.actionCount(), true));
        options.around = environment -> new Masking(environment, masks);
        options.maxUnacknowledged = 1024;
        return new ActorHarness(options, ActorHarness.shards(3));
    }

    private static List<ActorHarness.Record> records(ActorHarness harness, ActorReport.Lane lane) {
        return harness.shards.stored(lane.laneId()).stream().map(ActorHarness.Record::new).toList();
    }

    private static int mask(int number) {
        return MASKS[number % MASKS.length];
    }

    private static double maxQ(ActorHarness.Record record) {
        double max = Double.NEGATIVE_INFINITY;
        for (int action = 0; action < 3; action++) {
            max = (record.mask >> action & 1) == 1 ? Math.max(max, record.q(action)) : max;
        }
        return max;
    }

    /** |δ| of a complete window by the definition, from the stored records. */
    private static double priority(List<ActorHarness.Record> records, int start, boolean isMasked) {
        double target = 0;
        double discount = 1;
        for (int at = start; ; at++) {
            ActorHarness.Record record = records.get(at);
            if (at == start + ActorHarness.N_STEP || (record.flags & StepLayout.FLAG_CLOSING) != 0) {
                target += discount * (isMasked ? maxQ(record) : record.maxQ());
                break;
            }
            target += discount * record.reward;
            discount *= ActorHarness.DISCOUNT;
            if ((record.flags & StepLayout.FLAG_TERMINATED) != 0) {
                break;
            }
        }
        return Math.abs(target - records.get(start).q(records.get(start).action));
    }

    /** Masks what another one shows, and refuses an illegal action. */
    private static final class Masking implements Environment {
        private final Environment environment;
        private final IntUnaryOperator masks;
        private int legal;

        Masking(Environment environment, IntUnaryOperator masks) {
            this.environment = environment;
            this.masks = masks;
        }

        @Override
        public void reset(Observation observation) {
            environment.reset(observation);
            write(observation);
        }

        @Override
        public void step(int action, StepOutcome outcome) {
            if ((legal >> action & 1) == 0) {
                throw new AssertionError("action " + action + " of " + legal);
            }
            environment.step(action, outcome);
            write(outcome.observation());
        }

        private void write(Observation observation) {
            legal = masks.applyAsInt((int) observation.value(0, 0));
            for (int action = 0; action < 3; action++) {
                observation.putLegal(action, (legal >> action & 1) == 1);
            }
        }

        @Override
        public void close() {
            environment.close();
        }
    }
}
