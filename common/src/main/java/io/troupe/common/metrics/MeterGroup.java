package io.troupe.common.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The same meters for each of a changing set of subjects (shards, actors): they come with a subject, and go with it, so
 * that the last numbers of one that is gone do not stay. One thread updates; any thread may scrape.
 */
public final class MeterGroup<T> {
    private final MeterRegistry registry;
    private final Function<T, Tags> tags;
    private final List<Definition<? super T>> definitions;
    private final Map<Tags, Subject<T>> subjects = new HashMap<>();

    /** @param tags tells subjects apart; of two subjects with equal tags the later one counts */
    public MeterGroup(MeterRegistry registry, Function<T, Tags> tags,
                      List<? extends Definition<? super T>> definitions) {
        this.registry = registry;
        this.tags = tags;
        this.definitions = List.copyOf(definitions);
    }

    public void update(List<T> present) {
        Set<Tags> seen = new HashSet<>();
        for (T value : present) {
            Tags key = tags.apply(value);
            seen.add(key);
            Subject<T> subject = subjects.get(key);
            if (subject == null) {
                subjects.put(key, register(key, value));
            } else {
                subject.value = value;
            }
        }
        subjects.entrySet().removeIf(entry -> {
            boolean isGone = !seen.contains(entry.getKey());
            if (isGone) {
                entry.getValue().meters.forEach(registry::remove);
            }
            return isGone;
        });
    }

    private Subject<T> register(Tags key, T value) {
        Subject<T> subject = new Subject<>(value);
        subject.meters = definitions.stream().<Meter>map(definition -> definition.register(registry, key, subject))
            .toList();
        return subject;
    }

    /** The registry holds a subject weakly; the group's map keeps it. */
    private static final class Subject<T> {
        private volatile T value;
        private List<Meter> meters = List.of();

        Subject(T value) {
            this.value = value;
        }
    }

    /** @param isCounter it only grows while its process lives; otherwise a gauge */
    public record Definition<T>(String name, String help, boolean isCounter, ToDoubleFunction<T> value) {
        public static <T> Definition<T> gauge(String name, String help, ToDoubleFunction<T> value) {
            return new Definition<>(name, help, false, value);
        }

        public static <T> Definition<T> counter(String name, String help, ToDoubleFunction<T> value) {
            return new Definition<>(name, help, true, value);
        }

        private <S extends T> Meter register(MeterRegistry registry, Tags tags, Subject<S> subject) {
            ToDoubleFunction<Subject<S>> read = from -> value.applyAsDouble(from.value);
            if (isCounter) {
                return FunctionCounter.builder(name, subject, read).description(help).tags(tags).register(registry);
            }
            return Gauge.builder(name, subject, read).description(help).tags(tags).register(registry);
        }
    }
}
