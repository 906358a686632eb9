package io.troupe.common.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepContentTest {
    private static final StepLayout LAYOUT = new StepLayout(new EnvironmentSchema(List.of(
        new ObservationColumn("pixels", ElementType.UINT8, List.of(5)), ObservationColumn.float32("speed", 3)), 4));
    private static final int AT = 16;

    private final StepContent content = new StepContent(LAYOUT);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[AT + LAYOUT.stride()]);

    @BeforeEach
    void fill() {
        // Bytes that would be no number if they were floats.
        record.setMemory(AT + LAYOUT.columnOffset(0), 5, (byte) 0xff);
        assertTrue(content.arePossible(record, AT, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "3, true", "4, false", "-1, false", "2147483647, false"})
    void shouldRefuseActionsThatAreNone(int action, boolean isPossible) {
        record.putInt(AT + StepLayout.ACTION_OFFSET, action, ByteOrder.LITTLE_ENDIAN);
        assertEquals(isPossible, content.arePossible(record, AT, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "31, true", "32, false", "-2147483648, false"})
    void shouldRefuseFlagsThatNoStepHas(int flags, boolean isPossible) {
        record.putInt(AT + StepLayout.FLAGS_OFFSET, flags, ByteOrder.LITTLE_ENDIAN);
        assertEquals(isPossible, content.arePossible(record, AT, 1));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseNumbersThatAreNotFinite(float value) {
        for (int i = 0; i < 3; i++) {
            int at = AT + LAYOUT.columnOffset(1) + 4 * i;
            record.putFloat(at, value, ByteOrder.LITTLE_ENDIAN);
            assertEquals(false, content.arePossible(record, AT, 1));
            record.putFloat(at, -Float.MAX_VALUE, ByteOrder.LITTLE_ENDIAN);
        }
        record.putFloat(AT + StepLayout.REWARD_OFFSET, value, ByteOrder.LITTLE_ENDIAN);
        assertEquals(false, content.arePossible(record, AT, 1));
    }

    @Test
    void shouldTakeEveryFiniteNumber() {
        record.putFloat(AT + StepLayout.REWARD_OFFSET, -Float.MAX_VALUE, ByteOrder.LITTLE_ENDIAN);
        record.putFloat(AT + LAYOUT.columnOffset(1), Float.MIN_VALUE, ByteOrder.LITTLE_ENDIAN);
        assertTrue(content.arePossible(record, AT, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindTheOneImpossibleRecordAmongMany(boolean isOnHeap) {
        int stride = LAYOUT.stride();
        int bytes = AT + 4 * stride;
        UnsafeBuffer records = isOnHeap ? new UnsafeBuffer(new byte[bytes])
            : new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
        assertTrue(content.arePossible(records, AT, 4));
        for (int i = 0; i < 4; i++) {
            int action = AT + i * stride + StepLayout.ACTION_OFFSET;
            records.putInt(action, 4, ByteOrder.LITTLE_ENDIAN);
            assertEquals(false, content.arePossible(records, AT, 4));
            assertTrue(content.arePossible(records, AT, i));
            records.putInt(action, 3, ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Test
    void shouldNotReadBehindTheBytesThatItIsGiven() {
        assertTrue(content.arePossible(record, AT, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> content.arePossible(record, AT, 2));
    }

    @Test
    void shouldRefuseAMaskThatLeavesNoAction() {
        StepLayout masked = new StepLayout(new EnvironmentSchema(LAYOUT.schema().observations(), 10, true));
        StepContent ofMasked = new StepContent(masked);
        UnsafeBuffer records = new UnsafeBuffer(new byte[2 * masked.stride()]);
        records.putByte(masked.actionMaskOffset(), (byte) 1);
        assertTrue(ofMasked.arePossible(records, 0, 1));
        assertEquals(false, ofMasked.arePossible(records, 0, 2));
        // The bits behind the last action count for nothing.
        int last = masked.stride() + masked.actionMaskOffset() + 1;
        records.putByte(last, (byte) 0b100);
        assertEquals(false, ofMasked.arePossible(records, 0, 2));
        records.putByte(last, (byte) 0b010);
        assertTrue(ofMasked.arePossible(records, 0, 2));
    }
}
