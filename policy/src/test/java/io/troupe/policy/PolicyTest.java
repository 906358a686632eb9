package io.troupe.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.NetworkQFunction;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final float TOLERANCE = 1e-5f;
    private static final boolean[] ALL = {true, true, true, true, true};

    @Test
    void shouldGiveTheNetworksOwnQValuesAndTheGreedyAction() {
        PolicyPackage source = Policies.of("mlp", Policies.PLAIN, 3);
        float[] observation = Policies.observation(Policies.PLAIN, 1);
        float[] expected = new float[3];
        try (NetworkQFunction own = new NetworkQFunction(source.network(), 1, 1);
             Policy policy = Policy.of(source, PolicyOptions.DEFAULTS)) {
            own.load(bytes(source.weights()));
            for (int i = 0; i < observation.length; i++) {
                own.input(0).putFloat(4 * i, observation[i], ByteOrder.LITTLE_ENDIAN);
            }
            own.evaluate(1, expected);
            PolicyAnswer answer = policy.act(observation);
            assertArrayEquals(expected, answer.qValues());
            assertEquals(3, answer.weightsVersion());
            for (float q : expected) {
                assertTrue(q <= expected[answer.action()]);
            }
        }
    }

    @Test
    void shouldWriteBytesAndBitsAsTheyAreStored() {
        try (Policy policy = Policy.of(Policies.of("mlp", Policies.MIXED, 3), PolicyOptions.DEFAULTS)) {
            PolicyBatch batch = policy.batch();
            Set<Float> seen = new HashSet<>();
            float[] observation = new float[policy.observationElements()];
            batch.add(null, observation, ALL, 0);
            for (int i = 0; i < observation.length; i++) {
                float[] changed = observation.clone();
                changed[i] = 1;
                batch.add(null, changed, ALL, 0);
            }
            policy.act(batch);
            for (int row = 0; row < batch.rows(); row++) {
                seen.add(batch.qValue(row, 0));
            }
            assertEquals(batch.rows(), seen.size(), "each element counts");
        }
    }

    @Test
    void shouldNeverChooseAMaskedAction() {
        try (Policy policy = Policy.of(Policies.of("mlp", Policies.MIXED, 3), PolicyOptions.DEFAULTS)) {
            float[] observation = Policies.observation(Policies.MIXED, 4);
            boolean[] mask = {false, true, false, true, false};
            Set<Integer> chosen = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                chosen.add(policy.act(observation, mask, 1).action());
            }
            assertEquals(Set.of(1, 3), chosen);
            int best = policy.act(observation, ALL, 0).action();
            boolean[] without = ALL.clone();
            without[best] = false;
            assertFalse(policy.act(observation, without, 0).action() == best);
            assertThrows(IllegalArgumentException.class, () -> policy.act(observation, new boolean[5], 0));
            assertThrows(IllegalArgumentException.class, () -> policy.act(observation, new boolean[4], 0));
            assertThrows(IllegalArgumentException.class, () -> policy.act(observation, ALL, 1.5));
        }
    }

    @Test
    void shouldInsistOnAMaskWhereTheEnvironmentHasThem() {
        float[] observation = Policies.observation(Policies.MIXED, 4);
        try (Policy policy = Policy.of(Policies.of("lstm", Policies.MIXED, 3), PolicyOptions.DEFAULTS);
             PolicySession session = policy.session()) {
            PolicyBatch batch = policy.batch();
            for (Executable without : List.<Executable>of(() -> session.act(observation),
                () -> session.act(observation, null, 1), () -> batch.add(session, observation, null, 0))) {
                assertEquals("mask is missing, expected 5 booleans, true for each action that is legal now: the environment "
                    + "that this policy learned has an action mask",
                    assertThrows(IllegalArgumentException.class, without).getMessage());
            }
            assertEquals(0, batch.rows());
            batch.add(session, observation, ALL, 0);
        }
        try (Policy policy = Policy.of(Policies.of("mlp", Policies.MIXED, 3), PolicyOptions.DEFAULTS)) {
            assertThrows(IllegalArgumentException.class, () -> policy.act(observation));
        }
    }

    @Test
    void shouldRefuseNumbersThatAColumnCannotHave() {
        try (Policy policy = Policy.of(Policies.of("mlp", Policies.MIXED, 3), PolicyOptions.DEFAULTS)) {
            assertThrows(IllegalArgumentException.class, () -> policy.act(new float[16], ALL, 0));
            for (int index : new int[] {0, 2, 6}) {
                float[] observation = new float[17];
                observation[index] = Float.NaN;
                String message = assertThrows(IllegalArgumentException.class,
                    () -> policy.act(observation, ALL, 0)).getMessage();
                assertTrue(message.contains("NaN, expected"), message);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "transformer"})
    void shouldRememberInEachSessionForItselfUntilItIsReset(String network) {
        try (Policy policy = Policy.of(Policies.of(network, Policies.PLAIN, 3), new PolicyOptions(2, 1, 1));
             PolicySession one = policy.session(); PolicySession other = policy.session()) {
            float[] first = Policies.observation(Policies.PLAIN, 1);
            float[] second = Policies.observation(Policies.PLAIN, 2);
            float[] fresh = one.act(second).qValues();
            one.reset();
            one.act(first);
            float[] remembered = one.act(second).qValues();
            assertFalse(Arrays.equals(fresh, remembered), "the step before counts");
            assertArrayEquals(fresh, other.act(second).qValues(), TOLERANCE);
            one.reset();
            other.reset();
            one.act(first);
            other.act(second);
            assertArrayEquals(remembered, one.act(second).qValues(), TOLERANCE);
            assertThrows(IllegalArgumentException.class, () -> policy.act(first));
            assertEquals(ErrorCode.RESOURCE, assertThrows(TroupeException.class, policy::session).code());
            other.close();
            assertThrows(IllegalArgumentException.class, () -> other.act(first));
            try (PolicySession next = policy.session()) {
                assertArrayEquals(fresh, next.act(second).qValues(), TOLERANCE, "a place is handed on empty");
            }
        }
    }

    @Test
    void shouldTakeASessionOnceInABatch() {
        try (Policy policy = Policy.of(Policies.of("lstm", Policies.PLAIN, 3), PolicyOptions.DEFAULTS);
             PolicySession session = policy.session()) {
            PolicyBatch batch = policy.batch();
            batch.add(session, new float[4], null, 0);
            assertThrows(IllegalArgumentException.class, () -> batch.add(session, new float[4], null, 0));
            batch.clear();
            batch.add(session, new float[4], null, 0);
            assertEquals(1, batch.rows());
        }
    }

    @Test
    void shouldGoOnWithOtherWeightsAndRefuseThoseOfAnotherNetwork() {
        float[] observation = Policies.observation(Policies.PLAIN, 1);
        try (Policy policy = Policy.of(Policies.of("mlp", Policies.PLAIN, 3), PolicyOptions.DEFAULTS);
             Policy expected = Policy.of(Policies.of("mlp", Policies.PLAIN, 4), PolicyOptions.DEFAULTS)) {
            policy.swap(Policies.of("mlp", Policies.PLAIN, 4));
            assertEquals(4, policy.act(observation).weightsVersion());
            assertArrayEquals(expected.act(observation).qValues(), policy.act(observation).qValues());
            assertEquals(ErrorCode.LAYOUT_MISMATCH, assertThrows(TroupeException.class,
                () -> policy.swap(Policies.of("mlp", Policies.MIXED, 5))).code());
            PolicyPackage broken = Policies.of("mlp", Policies.PLAIN, 6);
            broken.weights()[2] = Float.NaN;
            assertEquals(ErrorCode.CHECKPOINT, assertThrows(TroupeException.class, () -> policy.swap(broken)).code());
            assertEquals(4, policy.act(observation).weightsVersion());
        }
    }

    @Test
    void shouldRefuseWeightsOfANetworkThatIsSetOtherwise() {
        try (Policy policy = Policy.of(Policies.of("transformer", Policies.PLAIN, 3), PolicyOptions.DEFAULTS)) {
            policy.swap(Policies.of("transformer", Policies.PLAIN, 4));
            String refusal = assertThrows(TroupeException.class, () -> policy.swap(Policies.of("transformer",
                Policies.PLAIN, 5, "network.memory.looks-at=past"))).getMessage();
            assertTrue(refusal.contains("looksAt=PAST], "), refusal);
            assertEquals(4, policy.weightsVersion());
        }
    }

    private static UnsafeBuffer bytes(float[] weights) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[weights.length * Float.BYTES]);
        for (int i = 0; i < weights.length; i++) {
            bytes.putFloat(i * Float.BYTES, weights[i], ByteOrder.LITTLE_ENDIAN);
        }
        return bytes;
    }
}
