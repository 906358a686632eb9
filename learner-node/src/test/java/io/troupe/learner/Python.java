package io.troupe.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Python that {@code TROUPE_PYTHON} names, or {@code python3}, for tests that compare with its libraries. */
public final class Python {
    private static final String PYTHON = System.getenv().getOrDefault("TROUPE_PYTHON", "python3");

    private Python() {
    }

    /** The test is skipped where a module is missing. */
    public static void assumeHas(String modules) throws InterruptedException {
        boolean isThere;
        try {
            isThere = new ProcessBuilder(PYTHON, "-c", "import " + modules).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException noPython) {
            isThere = false;
        }
        assumeTrue(isThere, "skipped: '" + PYTHON + " -c \"import " + modules
            + "\"' fails; TROUPE_PYTHON names a Python that has them");
    }

    /** What a script in {@code src/test/python} prints on this input. */
    public static List<String> run(String script, String input, String... arguments)
        throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON, Path.of("src", "test", "python", script).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), script);
        return out.lines().toList();
    }
}
