package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.ReplaySettings;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.StepsMessage;
import io.troupe.replay.shard.AppendResult;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look into the files of a shard whose network has a memory. */
class StoredStatesTest {
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 1)), 2);
    private static final StepLayout LAYOUT = new StepLayout(SCHEMA, 8);
    private static final WindowSpec ONE_STEP = WindowSpec.nStep(SCHEMA, 1);
    private static final long STORE_ID = 0xab;

    @TempDir
    private Path folder;

    @Test
    void shouldShowAStateAndKeepItWhenTheFilesAreLookedInto() throws Exception {
        long key = fill(ONE_STEP);
        for (int look = 0; look < 2; look++) {
            Tool tool = new Tool();
            assertEquals(0, tool.run("inspect", "replay", "--store", folder.toString(), "--json", "--step",
                "00000000000000ab/" + key), tool::err);
            JsonNode step = new ObjectMapper().readTree(tool.out());
            assertEquals("[1.5,-2.0]", step.get("recurrent_state").get("values").toString());
        }
        Tool words = new Tool();
        assertEquals(0, words.run("inspect", "replay", "--store", folder.toString(), "--step",
            "00000000000000ab/" + (key + 1)), words::err);
        assertTrue(words.out().matches("(?s).*recurrent state +none stored.*"), words.out());
    }

    @Test
    void shouldRefuseRatherThanLoseStatesOfWindowsThatItDoesNotKnow() {
        WindowSpec sparse = new WindowSpec(ONE_STEP.columns(), 0, 8, 8, 8);
        fill(sparse);
        Tool tool = new Tool();
        assertEquals(2, tool.run("inspect", "replay", "--store", folder.toString()));
        assertTrue(tool.err().contains("has room for 18 recurrent states in a segment"), tool.err());
        try (ReplayShard shard = open(sparse)) {
            assertTrue(shard.latest().openingLoss().isEmpty());
        }
    }

    /** Two records, the first with a state; returns its key. */
    private long fill(WindowSpec window) {
        try (ReplayShard shard = open(window)) {
            UnsafeBuffer record = new UnsafeBuffer(new byte[LAYOUT.stride()]);
            UnsafeBuffer state = new UnsafeBuffer(new byte[8]);
            state.putFloat(0, 1.5f, ByteOrder.LITTLE_ENDIAN);
            state.putFloat(4, -2, ByteOrder.LITTLE_ENDIAN);
            StepsMessage message = new StepsMessage(LAYOUT.stride(), LAYOUT.stateBytes());
            message.begin(new UnsafeBuffer(new byte[512]), 0, 1, 0, 3, 0, 2, 0, 1);
            message.putRecord(1, record, 0);
            record.putInt(StepLayout.FLAGS_OFFSET, StepLayout.FLAG_EPISODE_START, ByteOrder.LITTLE_ENDIAN);
            message.putRecord(0, record, 0).putState(0, 0, state, 0);
            assertEquals(AppendResult.STORED, shard.append(message));
            // Segment numbers begin behind the number of places, so that no key is 0.
            return shard.latest().capacityRecords();
        }
    }

    private ReplayShard open(WindowSpec window) {
        return new ReplayShard(new ReplayShardSettings(folder.resolve("replay").resolve("run"), LAYOUT, window, 1024,
            64, 1, false, 4096, "network", ReplaySettings.Defence.OFF), new SplittableRandom(1), () -> STORE_ID);
    }
}
