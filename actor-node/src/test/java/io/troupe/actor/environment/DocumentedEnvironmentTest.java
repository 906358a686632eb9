package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.actor.acting.FakeQFunction;
import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.actor.evaluation.EvaluationSpec;
import io.troupe.actor.evaluation.GreedyEvaluator;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.schema.StepLayout;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The environment that docs/environments.md shows is compiled and played, as its reader would do it. */
class DocumentedEnvironmentTest {
    private static final Pattern BLOCK =
        Pattern.compile("`([\\w./-]+)`[^`]*?:?\\n\\n```(java|text)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void shouldCompileAndBeFoundAndPlayed() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "environments.md"));
        Matcher block = BLOCK.matcher(page.substring(0, page.indexOf("## cartpole")));
        int blocks = 0;
        while (block.find()) {
            Path file = folder.resolve(block.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.group(3));
            blocks++;
        }
        assertEquals(3, blocks, "two classes and the services file");

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "a JDK is needed");
        String common = Path.of("..", "common", "target", "classes").toString();
        assertEquals(0, compiler.run(null, null, null, "-Xlint:all", "-Werror", "--release", "17", "-cp", common, "-d",
            folder.toString(), folder.resolve("Heating.java").toString(),
            folder.resolve("HeatingProvider.java").toString()));

        URL[] jar = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, getClass().getClassLoader())) {
            EnvironmentProvider provider = ServiceLoader.load(EnvironmentProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get).filter(found -> found.name().equals("heating"))
                .findFirst().orElseThrow();
            play(provider);
        }
    }

    private static void play(EnvironmentProvider provider) {
        StepLayout layout = new StepLayout(provider.schema(Map.of()));
        FakeQFunction qFunction = new FakeQFunction(layout.schema(), 10);
        // Where the sum of both numbers is low, the last action is worth most.
        qFunction.load(FakeQFunction.weights(0, -1, -2));
        EvaluationSpec spec =
            new EvaluationSpec(layout, random -> provider.create(Map.of(), random), 10, 10, 0, 1, 1);
        EvaluationOutcome outcome = new GreedyEvaluator(spec, qFunction, System::nanoTime).run(1, done -> { });
        assertEquals(200, outcome.meanLength());
        assertTrue(outcome.minReturn() > -400 && outcome.maxReturn() > 50, outcome.toString());

        Config reference = ConfigFactory.parseResources("troupe-reference.conf").resolve();
        List<String> unknown = ConfigFactory.parseString(provider.preset()).entrySet().stream().map(Map.Entry::getKey)
            .filter(path -> !reference.hasPathOrNull(path)).toList();
        assertEquals(List.of(), unknown);
    }
}
