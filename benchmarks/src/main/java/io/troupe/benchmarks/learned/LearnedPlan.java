package io.troupe.benchmarks.learned;

import io.troupe.benchmarks.OptionValues;
import io.troupe.common.error.TroupeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What is measured.
 *
 * @param seeds   one for each run of a task, in their order
 * @param threads of PyTorch
 */
record LearnedPlan(List<LearnedTask> tasks, List<Integer> seeds, int threads) {
    private static final OptionValues VALUES = new OptionValues("learned");
    private static final int DEFAULT_SEEDS = 5;
    private static final int DEFAULT_THREADS = 1;

    LearnedPlan {
        tasks = List.copyOf(tasks);
        seeds = List.copyOf(seeds);
    }

    /** @throws TroupeException CONFIGURATION where an argument is not known */
    static LearnedPlan parse(List<String> arguments) {
        List<LearnedTask> tasks = new ArrayList<>();
        int seeds = DEFAULT_SEEDS;
        int firstSeed = 1;
        int threads = DEFAULT_THREADS;
        OptionalDouble goal = OptionalDouble.empty();
        OptionalDouble limitS = OptionalDouble.empty();
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            switch (argument) {
                case "--seeds" -> seeds = VALUES.count(argument, rest.poll());
                case "--first-seed" -> firstSeed = VALUES.count(argument, rest.poll());
                case "--threads" -> threads = VALUES.count(argument, rest.poll());
                case "--goal" -> goal = OptionalDouble.of(VALUES.positive(argument, rest.poll()));
                case "--limit" -> limitS = OptionalDouble.of(VALUES.positive(argument, rest.poll()));
                default -> tasks.add(LearnedTask.ALL.stream().filter(task -> task.name().equals(argument)).findFirst()
                    .orElseThrow(() -> VALUES.problem("has no task or option '" + argument + "'; its tasks are "
                        + LearnedTask.ALL.stream().map(LearnedTask::name).toList()
                        + ", its options --seeds N, --first-seed N, --threads N, --goal RETURN and --limit SECONDS")));
            }
        }
        List<LearnedTask> chosen = new ArrayList<>();
        for (LearnedTask task : tasks.isEmpty() ? LearnedTask.ALL : tasks) {
            chosen.add(task.withGoal(goal.orElse(task.goal())).withLimit(limitS.orElse(task.limitS())));
        }
        return new LearnedPlan(chosen, IntStream.range(firstSeed, firstSeed + seeds).boxed().toList(), threads);
    }
}
