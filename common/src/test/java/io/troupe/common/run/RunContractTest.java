package io.troupe.common.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.proto.RunDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunContractTest {
    private static final EnvironmentSchema SCHEMA = new EnvironmentSchema(List.of(
        ObservationColumn.float32("state", 4), new ObservationColumn("picture", ElementType.UINT8, List.of(8, 8))), 3);

    private final RunContract contract =
        new RunContract("run-1", EffectiveConfiguration.read("learning.n-step = 5", "test"), SCHEMA);

    @Test
    void shouldComeThroughProtobufAsItWas() {
        RunContract read = RunContract.read(contract.describe());

        assertEquals("run-1", read.runId());
        assertEquals(SCHEMA, read.schema());
        assertEquals(contract.settings(), read.settings());
        assertEquals(5, read.window().horizon());
    }

    @Test
    void shouldStoreTheStateOfANetworkThatHasOneUnlessItIsNotWanted() {
        assertEquals(2 * 24 * Float.BYTES, stateBytes("kind = lstm", ""));
        assertEquals(24 * Float.BYTES, stateBytes("kind = gru", ""));
        assertEquals(0, stateBytes("kind = gru", "learning.sequence.stored-state = no"));
        assertEquals(0, stateBytes("kind = transformer", ""));
        assertEquals(0, contract.layout().stateBytes());
    }

    private static int stateBytes(String memory, String more) {
        RunContract recurrent = new RunContract("run-1", EffectiveConfiguration.read("network.memory { " + memory
            + ", units = 24, context-length = 8 }, learning.sequence { length = 6, burn-in = 2 }\n" + more, "test"), SCHEMA);
        boolean hasColumn = recurrent.window().columns().stream()
            .anyMatch(column -> column.field().equals(StepField.STATE));
        assertEquals(recurrent.layout().stateBytes() > 0, hasColumn);
        return recurrent.layout().stateBytes();
    }

    @Test
    void shouldNameBothValuesWhereTwoNodesWouldLayOutRecordsDifferently() {
        RunDescription other = contract.describe().toBuilder().putFingerprints(RunContract.SCHEMA, "another layout").build();

        TroupeException error = assertThrows(TroupeException.class, () -> RunContract.read(other));

        assertEquals(ErrorCode.LAYOUT_MISMATCH, error.code());
        assertTrue(error.getMessage().contains("another layout"), error.getMessage());
        assertTrue(error.getMessage().contains(contract.layout().fingerprint()), error.getMessage());
    }
}
