package io.troupe.common.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
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
    void shouldNameBothValuesWhereTwoNodesWouldLayOutRecordsDifferently() {
        RunDescription other = contract.describe().toBuilder().putFingerprints(RunContract.SCHEMA, "another layout").build();

        TroupeException error = assertThrows(TroupeException.class, () -> RunContract.read(other));

        assertEquals(ErrorCode.LAYOUT_MISMATCH, error.code());
        assertTrue(error.getMessage().contains("another layout"), error.getMessage());
        assertTrue(error.getMessage().contains(contract.layout().fingerprint()), error.getMessage());
    }
}
