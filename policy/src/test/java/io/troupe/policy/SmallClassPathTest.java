package io.troupe.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who embeds a policy gets few jars, and these are enough. */
class SmallClassPathTest {
    private static final int MAX_ENTRIES = 24;
    private static final int TIMEOUT_S = 120;

    @TempDir
    private Path folder;

    @Test
    void shouldHaveNeitherAkkaNorAeronOnItsClassPath() {
        List<String> jars = classPath();
        for (String foreign : List.of("akka", "aeron", "scala", "micrometer", "prometheus", "netty")) {
            assertTrue(jars.stream().noneMatch(jar -> new File(jar).getName().contains(foreign)),
                foreign + " in " + jars);
        }
        assertTrue(jars.size() <= MAX_ENTRIES, jars.size() + " entries: " + jars);
    }

    @Test
    void shouldActInAFreshJvmWithThatClassPathAlone() throws Exception {
        Path file = folder.resolve("policy.zip");
        PolicyPackage policy = Policies.of("mlp", Policies.PLAIN, 3);
        policy.write(file);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-Xmx256m", "-cp",
            String.join(File.pathSeparator, classPath()), ActOnce.class.getName(), file.toString())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), "still running");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        try (Policy here = Policy.load(file)) {
            PolicyAnswer answer = here.act(new float[4]);
            assertTrue(text.contains(answer.action() + " " + Arrays.toString(answer.qValues())), text);
        }
    }

    /** What this module was resolved to, without what only its tests need. */
    private static List<String> classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(junit|opentest4j|apiguardian|surefire).*")).toList();
    }
}
