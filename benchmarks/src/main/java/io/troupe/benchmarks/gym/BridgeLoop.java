package io.troupe.benchmarks.gym;

import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.StepLayout;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;

/** Random actions through the bridge, in the rounds in which an actor steps its lanes. */
final class BridgeLoop implements AutoCloseable {
    private static final int ROUNDS_BETWEEN_CLOCKS = 64;

    private final SplitEnvironment[] environments;
    private final boolean[] isBeginning;
    private final boolean[] isOpen;
    private final StepOutcome[] outcomes;
    private final int actions;
    private final SplittableRandom random = new SplittableRandom(1);

    BridgeLoop(EnvironmentProvider provider, Map<String, String> options, int count) {
        StepLayout layout = new StepLayout(provider.schema(options));
        Function<RandomGenerator, ?> maker = provider.sideBySide(options, count);
        environments = new SplitEnvironment[count];
        outcomes = new StepOutcome[count];
        isBeginning = new boolean[count];
        isOpen = new boolean[count];
        for (int i = 0; i < count; i++) {
            environments[i] = (SplitEnvironment) maker.apply(random.split());
            outcomes[i] = new StepOutcome(layout);
            outcomes[i].observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        }
        actions = layout.schema().actionCount();
    }

    /** Steps a second. */
    double run(double seconds) {
        long startNs = System.nanoTime();
        long endNs = startNs + (long) (seconds * 1e9);
        long steps = 0;
        long nowNs = startNs;
        while (nowNs < endNs) {
            for (int i = 0; i < ROUNDS_BETWEEN_CLOCKS; i++) {
                steps += round();
            }
            nowNs = System.nanoTime();
        }
        return steps / ((nowNs - startNs) / 1e9);
    }

    private int round() {
        int steps = 0;
        for (int i = 0; i < environments.length; i++) {
            if (isOpen[i]) {
                continue;
            }
            if (isBeginning[i]) {
                environments[i].takeReset(outcomes[i].observation());
            } else {
                environments[i].giveReset();
            }
            isOpen[i] = isBeginning[i];
            isBeginning[i] = !isBeginning[i];
        }
        for (int i = 0; i < environments.length; i++) {
            if (isOpen[i]) {
                environments[i].giveAction(random.nextInt(actions));
            }
        }
        for (int i = 0; i < environments.length; i++) {
            if (isOpen[i]) {
                environments[i].takeStep(outcomes[i].clear());
                isOpen[i] = !outcomes[i].isEnd();
                steps++;
            }
        }
        return steps;
    }

    @Override
    public void close() {
        for (SplitEnvironment environment : environments) {
            environment.close();
        }
    }
}
