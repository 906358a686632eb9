package io.troupe.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
    @Test
    void shouldFindABenchmarkByItsName() {
        assertEquals("replay", named("replay").name());
    }

    @Test
    void shouldNameTheBenchmarksThereAre() {
        TroupeException refusal = assertThrows(TroupeException.class, () -> named("reply"));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("[replay, parts, ledger, transport"), refusal.getMessage());
    }

    @Test
    void shouldRefuseACaseThatDoesNotExist() {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> named("replay").run(List.of("pong"), true, System.out, told -> { }));
        assertTrue(refusal.getMessage().contains("cartpole-2^20"), refusal.getMessage());
    }

    @Test
    void shouldStepAnEnvironmentWithoutAllocation() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        named("env").run(List.of("cartpole"), true, new PrintStream(out, true, StandardCharsets.UTF_8),
            told -> { });
        String line = out.toString(StandardCharsets.UTF_8);
        assertTrue(line.startsWith("{\"environment\":\"cartpole\",\"steps_per_s\":"), line);
        assertTrue(line.contains("\"bytes_per_step\":0.000}"), line);
    }

    @Test
    void shouldRefuseAnEnvironmentThatDoesNotExist() {
        for (String wrong : List.of("pong", "--fast")) {
            TroupeException refusal = assertThrows(TroupeException.class,
                () -> named("env").run(List.of(wrong), true, System.out, told -> { }));
            assertEquals(ErrorCode.CONFIGURATION, refusal.code());
            assertTrue(refusal.getMessage().contains("'" + wrong + "'"), refusal.getMessage());
        }
    }

    @Test
    void shouldKeepTheTreeExactOverManyUpdatesAndDrawNoLeafWithoutMass() {
        ReplayTree tree = new ReplayTree();
        assertEquals(0, tree.errorAfterUpdates(5_000_000));
        assertEquals(0, tree.drawnZeroLeaves(1_000_000));
    }

    @Test
    void shouldGatherWhatItMeasures(@TempDir Path folder) {
        try (ReplayGather gather = new ReplayGather(folder, ReplayCase.frames(12_000))) {
            gather.gather();
            gather.copy();
        }
    }

    @Test
    void shouldDriveTheShardAsActorAndLearnerDo(@TempDir Path folder) {
        try (ReplayLoad load = new ReplayLoad(folder, ReplayCase.cartPole(40_000))) {
            for (int i = 0; i < 500; i++) {
                load.insert();
                load.sample();
                load.update();
                load.learn();
            }
            assertTrue(load.sampledBytes() > 512 * 80);
        }
    }

    @Test
    void shouldDoTheSameWorkOnPlainArraysExactly() {
        ReplayPlain plain = new ReplayPlain(ReplayCase.cartPole(40_000));
        for (int i = 0; i < 1000; i++) {
            plain.insert();
            plain.learn();
        }
        assertEquals(0, plain.treeError());
    }

    private static Benchmark named(String name) {
        return Benchmarks.named(name, (command, arguments, folder, limitS, isEnough) -> {
            throw new AssertionError("no command is to be run here, got " + arguments);
        });
    }
}
