package io.troupe.benchmarks.learner;

import io.troupe.benchmarks.OptionValues;
import io.troupe.common.error.TroupeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is measured, and for how long.
 *
 * @param seconds  of CPU time in a turn
 * @param rounds   turns of each of the two
 * @param settings {@code path=value}, over the cases' own
 */
record LearnerPlan(List<LearnerCase> cases, double seconds, int rounds, List<String> settings) {
    private static final OptionValues VALUES = new OptionValues("learner");
    private static final double DEFAULT_SECONDS = 0.5;
    private static final int DEFAULT_ROUNDS = 11;

    LearnerPlan {
        cases = List.copyOf(cases);
        settings = List.copyOf(settings);
    }

    /** @throws TroupeException CONFIGURATION where an argument is not known */
    static LearnerPlan parse(List<String> arguments, List<LearnerCase> known) {
        List<LearnerCase> cases = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        double seconds = DEFAULT_SECONDS;
        int rounds = DEFAULT_ROUNDS;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.pop();
            switch (argument) {
                case "--seconds" -> seconds = VALUES.positive(argument, rest.poll());
                case "--rounds" -> rounds = VALUES.count(argument, rest.poll());
                case "--set" -> settings.add(String.valueOf(rest.poll()));
                default -> {
                    List<LearnerCase> named = known.stream().filter(one -> one.name().equals(argument)
                        || one.network().equals(argument)).toList();
                    if (named.isEmpty()) {
                        throw VALUES.problem("has no case or option '" + argument + "'; its cases are "
                            + known.stream().map(LearnerCase::name).toList()
                            + ", its options --seconds S, --rounds N and --set PATH=VALUE");
                    }
                    cases.addAll(named);
                }
            }
        }
        return new LearnerPlan(cases.isEmpty() ? known : cases, seconds, rounds, settings);
    }
}
