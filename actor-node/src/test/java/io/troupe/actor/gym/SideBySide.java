package io.troupe.actor.gym;

import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.StepLayout;
import io.troupe.testing.Python;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A test of environments of Gymnasium that are side by side: makes them, and leaves none. */
abstract class SideBySide {
    final List<SplitEnvironment> environments = new ArrayList<>();
    /** What all of them write to. */
    StepOutcome outcome;
    private Function<RandomGenerator, ?> maker;

    @BeforeAll
    static void assumeGymnasium() {
        Python.assumeHas("gymnasium");
    }

    @AfterEach
    final void closeAll() {
        environments.forEach(SplitEnvironment::close);
    }

    final void make(int count, String name, Map<String, String> options) {
        GymProvider provider = new GymProvider(name);
        StepLayout layout = new StepLayout(provider.schema(options));
        outcome = new StepOutcome(layout);
        outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        maker = provider.sideBySide(options, count);
        for (int i = 0; i < count; i++) {
            environments.add(one(i));
        }
    }

    /** Another one, in the place of one that is closed. */
    final SplitEnvironment one(int seed) {
        return (SplitEnvironment) maker.apply(new SplittableRandom(seed));
    }
}
