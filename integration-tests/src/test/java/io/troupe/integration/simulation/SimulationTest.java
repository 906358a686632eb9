package io.troupe.integration.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many schedules of faults, one after the other. {@code -Dtroupe.simulation.schedules=N} runs so many,
 * {@code -Dtroupe.simulation.first=N} from that seed on, {@code -Dtroupe.simulation.seed=N} only this one.
 */
class SimulationTest {
    private static final int SCHEDULES = 300;

    @Test
    void shouldStoreEveryStepOnceOrCountItUnderEverySchedule() {
        Long only = Long.getLong("troupe.simulation.seed");
        long first = only != null ? only : Long.getLong("troupe.simulation.first", 1);
        int count = only != null ? 1 : Integer.getInteger("troupe.simulation.schedules", SCHEDULES);
        long startNs = System.nanoTime();
        long events = 0;
        long checks = 0;
        long faults = 0;
        long rows = 0;
        long produced = 0;
        long lost = 0;
        for (long seed = first; seed < first + count; seed++) {
            Simulation.Outcome outcome = run(seed);
            events += outcome.events();
            checks += outcome.checks();
            faults += outcome.faults();
            rows += outcome.rows();
            produced += outcome.balance().produced();
            lost += outcome.balance().lost();
        }
        double minutes = (System.nanoTime() - startNs) / 60e9;
        System.out.printf("%d schedules (%.0f a minute): %d faults, %d events, %d checks, %d steps produced, %d lost with"
            + " killed actors, %d rows looked at%n", count, count / minutes, faults, events, checks, produced, lost, rows);
        assertTrue(only != null || rows > 100L * count && produced > 300L * count, "too little happened");
    }

    @ParameterizedTest
    @EnumSource(value = Mutation.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldNoticeAFaultOfTheProduct(Mutation mutation) {
        // Few schedules kill an actor at the moment that this one needs.
        long first = mutation == Mutation.FORGET_LOST_MOVES ? 320 : 1;
        assertThrows(AssertionError.class,
            () -> LongStream.range(first, first + 40).forEach(seed -> simulate(seed, mutation, false)));
    }

    /** A schedule that fails is run again, the same to the last message, with a log of what happens. */
    private static Simulation.Outcome run(long seed) {
        try {
            return simulate(seed, Mutation.NONE, false);
        } catch (AssertionError | RuntimeException e) {
            try {
                simulate(seed, Mutation.NONE, true);
            } catch (AssertionError | RuntimeException again) {
                return fail("schedule " + seed + " (-Dtroupe.simulation.seed=" + seed + "): " + again.getMessage(),
                    again);
            }
            return fail("schedule " + seed + " failed, but not when it was run again", e);
        }
    }

    private static Simulation.Outcome simulate(long seed, Mutation mutation, boolean isLogged) {
        Path folder = newFolder();
        try (Simulation simulation = new Simulation(Schedule.of(seed), mutation, folder, isLogged)) {
            try {
                return simulation.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(e + "\n" + simulation.log(), e);
            }
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
    }

    private static Path newFolder() {
        Path memory = Path.of("/dev/shm");
        try {
            return Files.isDirectory(memory) ? Files.createTempDirectory(memory, "troupe-simulation-")
                : Files.createTempDirectory("troupe-simulation-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
