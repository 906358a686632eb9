package io.troupe.actor.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.environment.Environment;
import io.troupe.common.environment.StepOutcome;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import io.troupe.testing.Python;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the bridge comes what the same environment shows in Python, from the same seed, by the same actions. */
@Tag("process")
class GymAgreementTest {
    private static final int MAX_STEPS = 250;

    @BeforeAll
    static void assumeGymnasium() {
        Python.assumeHas("gymnasium");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CartPole-v1                | {}                                     | FLOAT32 | 4",
        "MountainCar-v0             | {\"max_episode_steps\": 12}            | FLOAT32 | 2",
        "Acrobot-v1                 | {\"max_episode_steps\": 30}            | FLOAT32 | 6",
        "FrozenLake-v1              | {\"map_name\": \"8x8\", \"is_slippery\": true} | BIT | 64",
        "Taxi-v4                    | {}                                     | BIT     | 500",
        "test/Image-v0              | {}                                     | UINT8   | 3 48 40",
        "test/Gray-v0               | {\"truncated\": true}                  | UINT8   | 9 8",
        "test/Planes-v0             | {}                                     | FLOAT32 | 4 6 5",
        "test/Integers-v0           | {}                                     | FLOAT32 | 2 3",
        "test/Scalar-v0             | {}                                     | FLOAT32 | 1",
        "test/Flags-v0              | {}                                     | BIT     | 13",
        "test/Bits-v0               | {\"truncated\": true}                  | BIT     | 11",
        "test/Number-v0             | {}                                     | BIT     | 21"})
    void shouldAgreeWithPython(String name, String arguments, ElementType type, String shape) throws Exception {
        Map<String, String> options = GymPython.options();
        Map<String, Object> given = new ObjectMapper().readValue(arguments, new TypeReference<>() { });
        given.forEach((argument, value) -> options.put("kwargs." + argument, value.toString()));
        GymProvider provider = new GymProvider(name);
        EnvironmentSchema schema = provider.schema(options);
        assertEquals(type, schema.observations().get(0).type());
        assertEquals(Stream.of(shape.split(" ")).map(Integer::valueOf).toList(), schema.observations().get(0).shape());

        SplittableRandom random = new SplittableRandom(7);
        int seed = new SplittableRandom(7).nextInt() >>> 1;
        SplittableRandom choice = new SplittableRandom(8);
        List<Integer> actions = Stream.generate(() -> choice.nextInt(schema.actionCount())).limit(MAX_STEPS).toList();
        List<JsonNode> trace = GymPython.trace(name, seed, arguments, actions);

        StepLayout layout = new StepLayout(schema);
        StepOutcome outcome = new StepOutcome(layout);
        outcome.observation().wrap(new UnsafeBuffer(new byte[layout.stride()]), 0);
        try (Environment environment = provider.create(options, random)) {
            environment.reset(outcome.observation());
            assertShows(trace.get(0), outcome, schema);
            for (int step = 1; step < trace.size(); step++) {
                assertTrue(!outcome.isEnd(), "ended before step " + step);
                environment.step(actions.get(step - 1), outcome.clear());
                JsonNode expected = trace.get(step);
                assertShows(expected, outcome, schema);
                assertEquals((float) expected.get("reward").asDouble(), outcome.reward());
                assertEquals(expected.get("terminated").asBoolean(), outcome.isTerminated());
                assertEquals(expected.get("truncated").asBoolean() && !outcome.isTerminated(), outcome.isTruncated());
            }
            assertEquals(trace.size() <= MAX_STEPS, outcome.isEnd());
        }
    }

    private static void assertShows(JsonNode expected, StepOutcome outcome, EnvironmentSchema schema) {
        JsonNode values = expected.get("observation");
        assertEquals(values.size(), schema.observations().get(0).elements());
        for (int i = 0; i < values.size(); i++) {
            assertEquals((float) values.get(i).asDouble(), outcome.observation().value(0, i), "element " + i);
        }
    }
}
