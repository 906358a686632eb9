package io.troupe.common.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 63, 64, 65, 100, 128, 700, 1000})
    void shouldSetManyBitsAsIfTheyWereSetOneByOne(int count) {
        StepLayout layout = new StepLayout(new EnvironmentSchema(List.of(
            new ObservationColumn("before", ElementType.UINT8, List.of(3)),
            new ObservationColumn("bits", ElementType.BIT, List.of(count)),
            new ObservationColumn("behind", ElementType.UINT8, List.of(1))), 2));
        UnsafeBuffer atOnce = new UnsafeBuffer(new byte[layout.stride()]);
        UnsafeBuffer oneByOne = new UnsafeBuffer(new byte[layout.stride()]);
        // What is not set keeps these bits; in a column's last byte those behind its end are 0.
        atOnce.setMemory(0, layout.stride(), (byte) 0xEE);
        oneByOne.setMemory(0, layout.stride(), (byte) 0xEE);
        oneByOne.putByte(layout.columnOffset(1) + (count - 1) / 8, (byte) 0);
        SplittableRandom random = new SplittableRandom(count);
        long[] words = new long[(count + 63) / 64];
        Observation single = new Observation(layout).wrap(oneByOne, 0);
        for (int i = 0; i < count; i++) {
            boolean value = random.nextBoolean();
            words[i / 64] |= value ? 1L << i : 0;
            single.putBit(1, i, value);
        }
        new Observation(layout).wrap(atOnce, 0).putBits(1, words, count);
        assertEquals(oneByOne, atOnce);
    }

    @Test
    void shouldSayOfEachActionWhetherItIsLegal() {
        List<ObservationColumn> columns = List.of(new ObservationColumn("byte", ElementType.UINT8, List.of(1)));
        StepLayout layout = new StepLayout(new EnvironmentSchema(columns, 11, true));
        Observation observation = new Observation(layout).wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        for (int legal = 0; legal < 11; legal++) {
            for (int action = 0; action < 11; action++) {
                observation.putLegal(action, action == legal);
            }
            for (int action = 0; action < 11; action++) {
                assertEquals(action == legal, observation.isLegal(action));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> observation.putLegal(11, true));
        assertThrows(IllegalArgumentException.class, () -> observation.putLegal(-1, true));
        Observation unmasked = new Observation(new StepLayout(new EnvironmentSchema(columns, 11)));
        assertTrue(unmasked.isLegal(10));
        assertThrows(IllegalArgumentException.class, () -> unmasked.putLegal(0, true));
    }
}
