package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.StepLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;

/** One environment, with what it has shown last, and what every environment has to keep to. */
final class EnvironmentTrial {
    private final EnvironmentProvider provider;
    private final Map<String, String> options;
    private final StepLayout layout;
    private final UnsafeBuffer record;
    private final Observation observation;
    private final StepOutcome outcome;
    private Environment environment;

    EnvironmentTrial(String name, Map<String, String> options, long seed) {
        provider = Environments.named(name);
        this.options = options;
        layout = new StepLayout(provider.schema(options));
        record = new UnsafeBuffer(new byte[layout.stride()]);
        observation = new Observation(layout).wrap(record, 0);
        outcome = new StepOutcome(layout);
        environment = provider.create(options, new SplittableRandom(seed));
    }

    /** What an episode's next action follows from, beside what the trial shows. */
    @FunctionalInterface
    interface Policy {
        int action(int step);
    }

    EnvironmentTrial reset() {
        // An element that is not written keeps these bits.
        record.setMemory(0, record.capacity(), (byte) 0xEE);
        outcome.clear();
        environment.reset(observation);
        return this;
    }

    StepOutcome step(int action) {
        record.setMemory(0, record.capacity(), (byte) 0xEE);
        outcome.clear().observation().wrap(record, 0);
        environment.step(action, outcome);
        return outcome;
    }

    /** An element of the newest observation. */
    float seen(int column, int index) {
        return observation.value(column, index);
    }

    String render() {
        return environment.render();
    }

    StepLayout layout() {
        return layout;
    }

    /** Plays one episode from its reset and returns the sum of its rewards. */
    double play(Policy policy) {
        reset();
        double sum = 0;
        int step = 0;
        do {
            sum += step(policy.action(step++)).reward();
        } while (!outcome.isEnd());
        return sum;
    }

    /** The mean return of so many episodes. */
    double mean(int episodes, Policy policy) {
        double sum = 0;
        for (int episode = 0; episode < episodes; episode++) {
            sum += play(policy);
        }
        return sum / episodes;
    }

    /** The same seed gives the same bytes, another seed others; an action out of range or after the end is refused. */
    void assertKeepsTheContract() {
        assertEquals(checksum(5), checksum(5));
        assertNotEquals(checksum(5), checksum(6));
        reset();
        int actions = layout.schema().actionCount();
        assertThrows(IllegalArgumentException.class, () -> step(actions));
        assertThrows(IllegalArgumentException.class, () -> step(-1));
        play(step -> 0);
        assertThrows(IllegalStateException.class, () -> step(0));
    }

    /** Of all that 20 episodes of random actions show and pay. */
    private long checksum(long seed) {
        environment = provider.create(options, new SplittableRandom(seed));
        RandomGenerator actions = new SplittableRandom(1);
        CRC32 sum = new CRC32();
        for (int episode = 0; episode < 20; episode++) {
            play(step -> {
                sum.update(record.byteArray());
                sum.update(Float.toString(outcome.reward()).getBytes(StandardCharsets.US_ASCII));
                return actions.nextInt(layout.schema().actionCount());
            });
        }
        return sum.getValue();
    }

    void assertAllocatesNothing() {
        RandomGenerator random = new SplittableRandom(3);
        int actions = layout.schema().actionCount();
        run(20_000, random, actions);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(20_000, random, actions);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2_000, "20,000 steps allocated " + allocated + " bytes");
    }

    private void run(int steps, RandomGenerator random, int actions) {
        reset();
        for (int step = 0; step < steps; step++) {
            if (step(random.nextInt(actions)).isEnd()) {
                reset();
            }
        }
    }

    /** The preset's keys exist, and its values go together with the defaults and with the environment. */
    void assertHasAPreset() {
        Config preset = ConfigFactory.parseString(provider.preset(options)).resolve();
        assertTrue(preset.entrySet().size() > 20);
        // Refuses keys that are unknown.
        SettingsLoader loader = new SettingsLoader(Environments::preset).set("environment.name=" + provider.name());
        options.forEach((name, value) -> loader.set("environment.options." + name + "=" + value));
        TroupeSettings settings = loader.load().settings();
        assertEquals(provider.name(), settings.environment().name());
        // Refuses a network that cannot read what the environment shows.
        QNetwork.of(settings.network(),
            Environments.of(settings.environment()).schema(settings.environment().options()));
    }

    /** An option that is refused is named, with its value. */
    static void assertRefuses(String name, String option, String value) {
        EnvironmentProvider provider = Environments.named(name);
        String told = assertThrows(IllegalArgumentException.class, () -> provider.schema(Map.of(option, value)))
            .getMessage();
        assertTrue(told.contains(option) && told.contains("'" + value + "'"), told);
    }
}
