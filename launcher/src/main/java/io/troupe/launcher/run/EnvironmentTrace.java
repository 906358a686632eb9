package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.NumericState;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.numeric.SplitMix64;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An environment that is stepped by hand, each step as a JSON object: {@code action}, {@code observation} (all columns one
 * after the other, row-major; a float32 as the double that it is), {@code reward}, {@code terminated}, {@code truncated},
 * and {@code state} where the environment is a {@link NumericState}. The first step of an episode also has what it began
 * from, {@code reset}, an object with {@code observation} and {@code state}; after a given state without observation.
 */
public final class EnvironmentTrace implements AutoCloseable {
    private final EnvironmentSchema schema;
    private final Environment environment;
    private final StepOutcome outcome;
    private final Observation observation;
    /** What the present episode began from, as long as no step has told it. */
    private ObjectNode begun;

    /** @throws IllegalArgumentException with an option that is refused, its value and what was expected */
    public EnvironmentTrace(EnvironmentProvider provider, Map<String, String> options, long seed) {
        schema = provider.schema(options);
        StepLayout layout = new StepLayout(schema);
        outcome = new StepOutcome(layout);
        observation = outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        environment = provider.create(options, new SplitMix64(seed));
    }

    public int actionCount() {
        return schema.actionCount();
    }

    /** The environment as one that can be put into a state; empty where it cannot. */
    public Optional<NumericState> numericState() {
        return environment instanceof NumericState state ? Optional.of(state) : Optional.empty();
    }

    /** @param state that the first episode begins from, of a {@link #numericState}; null: it begins with a reset */
    public void begin(double[] state) {
        if (state == null) {
            reset();
            return;
        }
        numericState().orElseThrow().begin(state);
        begun = JsonNodeFactory.instance.objectNode();
        putState(begun);
    }

    /** Takes an action, after an episode's end that of a new one. */
    public ObjectNode step(int action) {
        if (outcome.isEnd()) {
            reset();
        }
        environment.step(action, outcome.clear());
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        if (begun != null) {
            line.set("reset", begun);
            begun = null;
        }
        line.put("action", action);
        putObservation(line);
        line.put("reward", (double) outcome.reward()).put("terminated", outcome.isTerminated())
            .put("truncated", outcome.isTruncated());
        putState(line);
        return line;
    }

    @Override
    public void close() {
        environment.close();
    }

    private void reset() {
        outcome.clear();
        environment.reset(observation);
        begun = JsonNodeFactory.instance.objectNode();
        putObservation(begun);
        putState(begun);
    }

    private void putObservation(ObjectNode line) {
        ArrayNode numbers = line.putArray("observation");
        List<ObservationColumn> columns = schema.observations();
        for (int column = 0; column < columns.size(); column++) {
            for (int i = 0; i < columns.get(column).elements(); i++) {
                numbers.add((double) observation.value(column, i));
            }
        }
        if (schema.hasActionMask()) {
            ArrayNode legal = line.putArray("legal_actions");
            IntStream.range(0, schema.actionCount()).filter(observation::isLegal).forEach(legal::add);
        }
    }

    private void putState(ObjectNode line) {
        numericState().ifPresent(numeric -> {
            ArrayNode numbers = line.putArray("state");
            for (double number : numeric.state()) {
                numbers.add(number);
            }
        });
    }
}
