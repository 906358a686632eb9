package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the races of this module under jcstress: here briefly, with the few ways to compile that differ most. With
 * {@code -Dtroupe.jcstress.mode=default} (or {@code tough}) in all ways, for minutes.
 */
class RacesTest {
    private static final String MODE = System.getProperty("troupe.jcstress.mode", "");
    private static final List<String> BRIEF =
        List.of("-m", "sanity", "-sc", "false", "-af", "NONE", "-time", "300", "-iters", "2", "-strideSize", "64");

    @TempDir
    Path folder;

    @Test
    void shouldAllowNothingThatIsForbidden() throws IOException, InterruptedException {
        List<String> command =
            new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            "org.openjdk.jcstress.Main", "-t", "Race$", "-r", folder.resolve("report").toString(), "-jvmArgs",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"));
        command.addAll(MODE.isEmpty() ? BRIEF : List.of("-m", MODE));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
            .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean hasEnded = process.waitFor(MODE.isEmpty() ? 2 : 600, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertTrue(hasEnded, text);
        assertEquals(0, process.waitFor(), text);
        assertTrue(text.contains("All remaining tests: 2 matching"), text);
    }
}
