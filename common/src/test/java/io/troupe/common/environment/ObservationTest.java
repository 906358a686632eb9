package io.troupe.common.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
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
}
