package io.troupe.common.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
    @Test
    void shouldStartAnotherProcessWithWhatThisOneHas() throws Exception {
        List<String> command = JavaCommand.of(Told.class.getName(), List.of("-Dtold.more=of its own"), List.of("a", "b c"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), told);
        List<String> lines = told.lines().toList();
        // The tests' JVM is offline by a flag: launcher/jvm.options.
        assertEquals(List.of("true", "of its own", "a, b c"), lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    @Test
    void shouldExportOnceWhatTheManifestExports() {
        List<String> command = JavaCommand.of("Main", List.of(), List.of());
        assertEquals(1, command.stream().filter(flag -> flag.startsWith("--add-exports")).count(), command::toString);
        assertTrue(command.indexOf("--add-exports") < command.indexOf("-cp"), command::toString);
    }

    /** What the other process has. */
    static final class Told {
        private Told() {
        }

        public static void main(String[] arguments) {
            System.out.println(System.getProperty("ai.djl.offline"));
            System.out.println(System.getProperty("told.more"));
            System.out.println(String.join(", ", arguments));
        }
    }
}
