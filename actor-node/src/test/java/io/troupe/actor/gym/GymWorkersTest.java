package io.troupe.actor.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several environments in processes of Python's, what goes wrong in them, and what is left of them. */
@Tag("process")
class GymWorkersTest extends SideBySide {
    private static final String FAULTY = "test/Faulty-v0";
    private static final int PID = 1;

    private void resetAll() {
        environments.forEach(SplitEnvironment::giveReset);
        environments.forEach(one -> one.takeReset(outcome.observation()));
    }

    /** The process that the environment was in at the step that was taken last. */
    private long pid() {
        return (long) outcome.observation().value(0, PID);
    }

    private List<Long> stepAll() {
        environments.forEach(one -> one.giveAction(1));
        return environments.stream().map(one -> {
            one.takeStep(outcome.clear());
            assertEquals(2, outcome.reward());
            return pid();
        }).toList();
    }

    private void remake(int index) {
        environments.get(index).close();
        environments.set(index, one(index));
        environments.get(index).reset(outcome.observation());
    }

    @Test
    void shouldKeepThemAllInOneProcess() {
        make(5, FAULTY, GymPython.options());
        resetAll();
        assertEquals(1, stepAll().stream().distinct().count());
        assertTrue(isAlive(pid()));
        environments.forEach(SplitEnvironment::close);
        assertFalse(isAlive(pid()), "the process outlives its environments");
    }

    @Test
    void shouldDivideThemAmongProcessesThatComputeAtTheSameTime() {
        make(6, FAULTY, GymPython.options("processes", "3", "kwargs.sleep_s", "0.5"));
        resetAll();
        long startNs = System.nanoTime();
        assertEquals(3, stepAll().stream().distinct().count());
        // Two in each process: 1 s, where one after the other took 3 s.
        assertTrue(System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(2_500));
    }

    @Test
    void shouldTakeTheMaskFromTheInfo() {
        make(2, "test/Masked-v0", GymPython.options("action-mask", "true", "kwargs.actions", "11"));
        SplitEnvironment other = environments.get(1);
        other.giveReset();
        SplitEnvironment one = environments.get(0);
        one.reset(outcome.observation());
        assertIllegal(0);
        for (int action : new int[] {10, 3, 8, 7, 9, 1}) {
            one.step(action, outcome.clear());
            assertIllegal(action);
        }
        one.step(2, outcome.clear());
        assertTrue(outcome.isTerminated(), "with no mask in its info");
        other.takeReset(outcome.observation());
        assertIllegal(0);
    }

    private void assertIllegal(int action) {
        for (int each = 0; each < 11; each++) {
            assertEquals(each != action, outcome.observation().isLegal(each), "action " + each);
        }
    }

    @Test
    void shouldTellWhereAMaskIsMissing() {
        make(1, FAULTY, GymPython.options("action-mask", "true"));
        String told = assertThrows(TroupeException.class, this::resetAll).getMessage();
        assertTrue(told.contains("info['action_mask'] is None; action-mask=true expects 3 numbers"), told);
    }

    @Test
    void shouldNotMindWhatAnEnvironmentPrints() {
        make(2, FAULTY, GymPython.options("kwargs.noise", "true"));
        resetAll();
        for (int step = 1; step < 7; step++) {
            stepAll();
            assertEquals(step, outcome.observation().value(0, 0));
        }
    }

    @Test
    void shouldTellTheLastLineOfAnExceptionAndGoOnWithTheOthers() {
        make(3, FAULTY, GymPython.options("kwargs.fails_at", "3"));
        resetAll();
        stepAll();
        remake(0);
        stepAll();
        long before = pid();
        environments.forEach(one -> one.giveAction(1));
        environments.get(0).takeStep(outcome.clear());
        for (int i = 1; i < 3; i++) {
            SplitEnvironment failed = environments.get(i);
            TroupeException told = assertThrows(TroupeException.class, () -> failed.takeStep(outcome.clear()));
            assertEquals(ErrorCode.ENVIRONMENT, told.code());
            assertTrue(told.getMessage().startsWith("ValueError: failed on purpose at 3 (gym:test/Faulty-v0"),
                told.getMessage());
            remake(i);
        }
        environments.get(0).close();
        environments.remove(0);
        assertEquals(List.of(before, before), stepAll());
        assertEquals(1, outcome.observation().value(0, 0), "a new one counts from the beginning");
    }

    @Test
    void shouldStartAnotherProcessWhereOneIsKilled() throws Exception {
        make(3, FAULTY, GymPython.options());
        resetAll();
        stepAll();
        long killed = pid();
        new ProcessBuilder("kill", "-9", Long.toString(killed)).start().waitFor();
        environments.forEach(one -> one.giveAction(1));
        for (SplitEnvironment one : environments) {
            TroupeException told = assertThrows(TroupeException.class, () -> one.takeStep(outcome.clear()));
            assertTrue(told.getMessage().contains("process " + killed) && told.getMessage().contains("killed by signal 9"),
                told.getMessage());
        }
        for (int i = 0; i < 3; i++) {
            remake(i);
        }
        List<Long> after = stepAll();
        assertEquals(1, after.stream().distinct().count());
        assertTrue(after.get(0) != killed);
    }

    @Test
    void shouldLeaveNoFiles() throws Exception {
        make(2, FAULTY, GymPython.options());
        resetAll();
        for (Path folder : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    assertEquals(List.of(), files.filter(GymWorkersTest::isOurs).toList());
                }
            }
        }
    }

    /** Those of others that are just starting may be there for a moment. */
    private static boolean isOurs(Path file) {
        try {
            return file.getFileName().toString().startsWith("troupe-gym-")
                && System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis() > 60_000;
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void shouldAllocateNothingWhileItSteps() {
        make(4, "CartPole-v1", Map.of());
        resetAll();
        step(3_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        step(3_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 100_000, "3,000 rounds allocated " + allocated + " bytes");
    }

    private void step(int rounds) {
        boolean[] isEnd = new boolean[environments.size()];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < isEnd.length; i++) {
                if (isEnd[i]) {
                    environments.get(i).giveReset();
                } else {
                    environments.get(i).giveAction(round & 1);
                }
            }
            for (int i = 0; i < isEnd.length; i++) {
                if (isEnd[i]) {
                    environments.get(i).takeReset(outcome.observation());
                    isEnd[i] = false;
                } else {
                    environments.get(i).takeStep(outcome.clear());
                    isEnd[i] = outcome.isEnd();
                }
            }
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
