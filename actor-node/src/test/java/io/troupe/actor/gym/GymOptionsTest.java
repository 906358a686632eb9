package io.troupe.actor.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What can be said of an environment of Gymnasium's without a Python. */
class GymOptionsTest {
    @Test
    void shouldReadArgumentsAsJsonWhereTheyAreSome() throws Exception {
        GymOptions options = GymOptions.of("A-v0", Map.of("kwargs.size", "8", "kwargs.map_name", "8x8",
            "kwargs.slippery", "false", "kwargs.list", "[1, 2]", "import", "ale_py, mine.py", "gym-wrappers", "TimeLimit(3)",
            "processes", "2", "python", "/p"));
        assertEquals(new ObjectMapper().readTree("""
            {"environment": "A-v0", "wrappers": "TimeLimit(3)", "action_mask": false, "imports": ["ale_py", "mine.py"],
             "arguments": {"size": 8, "map_name": "8x8", "slippery": false, "list": [1, 2]}}"""), options.greeting());
        assertEquals(2, options.processes());
        assertEquals("/p", options.python());
    }

    @Test
    void shouldNameWhatIsWrongWithAnOption() {
        List<Map<String, String>> wrong = List.of(Map.of("processes", "0"), Map.of("processes", "many"),
            Map.of("action-mask", "yes"),
            Map.of("kwargs", "1"), Map.of("kwarg.size", "1"));
        for (Map<String, String> options : wrong) {
            String told = assertThrows(IllegalArgumentException.class, () -> GymOptions.of("A-v0", options)).getMessage();
            assertTrue(told.contains("environment.options." + options.keySet().iterator().next()), told);
            assertTrue(told.contains("'" + options.values().iterator().next() + "'"), told);
        }
    }

    @Test
    void shouldFindTheFamilyByItsPrefixAndNameTheFamiliesThereAre() {
        assertEquals("gym:ALE/Breakout-v5", Environments.named("gym:ALE/Breakout-v5").name());
        String told = assertThrows(TroupeException.class, () -> Environments.named("gim:CartPole-v1")).getMessage();
        assertTrue(told.contains("gim:CartPole-v1") && told.contains("gym:…"), told);
    }

    @Test
    void shouldBeginWithANetworkForWhatIsShown() {
        assertEquals("mlp", encoder(ElementType.FLOAT32, 4));
        assertEquals("mlp", encoder(ElementType.BIT, 500));
        assertEquals("mlp", encoder(ElementType.UINT8, 128));
        assertEquals("mlp", encoder(ElementType.FLOAT32, 4, 4));
        assertEquals("cnn", encoder(ElementType.UINT8, 10, 10));
        assertEquals("cnn", encoder(ElementType.UINT8, 4, 84, 84));
        assertEquals("cnn", encoder(ElementType.FLOAT32, 3, 7, 7));
        assertEquals("mlp", encoder(ElementType.FLOAT32, 3, 2, 7));
    }

    private static String encoder(ElementType type, Integer... shape) {
        EnvironmentSchema schema =
            new EnvironmentSchema(List.of(new ObservationColumn("observation", type, List.of(shape))), 2);
        Config reference = ConfigFactory.parseResources("troupe-reference.conf").resolve();
        Config preset = ConfigFactory.parseString(GymPresets.of(new GymDescription(schema, 475))).resolve();
        preset.entrySet().forEach(entry -> assertTrue(reference.hasPathOrNull(entry.getKey()), entry.getKey()));
        assertEquals(475, preset.getDouble("troupe.run.until-return"));
        return preset.getString("troupe.network.encoder.kind");
    }
}
