package io.troupe.benchmarks.learner;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.OptionValues;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.RunContract;
import io.troupe.learner.learning.SampledBatch;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Does this process's resident memory stay as it is over many learner steps? An array of the engine that belongs to
 * nobody is not the garbage collector's, and one of them a step fills any machine. Fails where memory grows, but for a try
 * of few steps.
 */
public final class LearnerMemoryBenchmark implements Benchmark {
    private static final OptionValues VALUES = new OptionValues("learner-memory");
    private static final int DEFAULT_STEPS = 50_000;
    /** In fewer the C library's memory is still growing to what it will need: a try is told, and not judged. */
    private static final int JUDGED_STEPS = 10_000;
    /** A leak is one of arrays, however many rows they have: so few that the steps go fast. */
    private static final List<LearnerCase> CASES = List.of("mlp", "lstm", "gru", "transformer").stream()
        .map(network -> new LearnerCase(network, 8, List.of())).toList();
    private static final int BATCHES = 4;
    private static final int SAMPLES = 30;
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;

    @Override
    public String name() {
        return "learner-memory";
    }

    @Override
    public String description() {
        return "resident memory over many learner steps (--steps 50000) of each network: it has to stay flat";
    }

    /** Arguments: the networks, all where none is named; {@code --steps N} of each. */
    @Override
    public void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress) {
        List<String> left = new ArrayList<>(args);
        int steps = takeSteps(left);
        List<LearnerCase> cases = cases(left);
        if (!Files.exists(STATM)) {
            throw new TroupeException(ErrorCode.RESOURCE, "this system does not tell a process's resident memory in "
                + STATM + "; expected Linux");
        }
        if (!asJson) {
            out.printf("%-12s %10s %14s %14s %16s%n", "network", "steps", "second MiB", "last MiB", "bytes a step");
        }
        List<String> grown = new ArrayList<>();
        for (LearnerCase one : cases) {
            LearnerMemory memory = LearnerMemory.of(samples(one, steps), steps);
            if (!memory.isFlat()) {
                double growth = memory.lastThird() - memory.secondThird();
                grown.add(String.format(Locale.ROOT, "%s (%,.0f)", one.network(), growth));
            }
            out.printf(Locale.ROOT, asJson
                    ? "{\"network\":\"%s\",\"steps\":%d,\"resident_bytes_second_third\":%.0f,"
                        + "\"resident_bytes_last_third\":%.0f,\"bytes_per_step\":%.1f,\"is_flat\":%s}%n"
                    : "%-12s %10d %14.1f %14.1f %16.1f%n",
                one.network(), steps, memory.secondThird() / (asJson ? 1 : 1 << 20),
                memory.lastThird() / (asJson ? 1 : 1 << 20), memory.bytesPerStep(), memory.isFlat());
            out.flush();
        }
        judge(grown, steps);
    }

    /** @param grown the networks with which memory grew, and by how much */
    static void judge(List<String> grown, int steps) {
        if (!grown.isEmpty() && steps >= JUDGED_STEPS) {
            throw new TroupeException(ErrorCode.RESOURCE, "resident memory grew by more than "
                + LearnerMemory.MAX_GROWTH_BYTES + " bytes from the second third of the steps to the last: "
                + String.join(", ", grown));
        }
    }

    private static long[] samples(LearnerCase one, int steps) {
        // A GPU's memory is not the process's.
        RunContract contract = one.contract(List.of("learning.device=cpu"));
        SampledBatch[] batches = RandomBatches.of(contract, BATCHES, new SplittableRandom(1));
        long[] resident = new long[SAMPLES];
        try (OwnLearner own = new OwnLearner(contract, batches)) {
            for (int i = 0, done = 0; i < SAMPLES; i++) {
                for (; done < (long) (i + 1) * steps / SAMPLES; done++) {
                    own.learner().step(batches[done % BATCHES]);
                }
                resident[i] = residentBytes();
            }
        }
        return resident;
    }

    private static long residentBytes() {
        // What is made from now on takes the place of what was: otherwise a young heap grows until all of it was used.
        System.gc();
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases that {@code args} name; all where they name none. */
    private static List<LearnerCase> cases(List<String> args) {
        for (String arg : args) {
            if (CASES.stream().noneMatch(one -> one.network().equals(arg))) {
                throw refusal(arg);
            }
        }
        return CASES.stream().filter(one -> args.isEmpty() || args.contains(one.network())).toList();
    }

    /** Takes {@code --steps N} out of {@code args}. */
    private static int takeSteps(List<String> args) {
        int at = args.indexOf("--steps");
        if (at < 0) {
            return DEFAULT_STEPS;
        }
        args.remove(at);
        String value = at < args.size() ? args.remove(at) : "nothing";
        try {
            int steps = Integer.parseInt(value);
            if (steps >= SAMPLES) {
                return steps;
            }
        } catch (NumberFormatException e) {
            // Told below, as every other value that is none.
        }
        throw refusal("--steps " + value);
    }

    private static TroupeException refusal(String got) {
        return VALUES.problem("takes networks of " + CASES.stream().map(LearnerCase::network).toList()
            + " and --steps N with N of at least " + SAMPLES + ", got " + got);
    }
}
