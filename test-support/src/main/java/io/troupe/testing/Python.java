package io.troupe.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The Python that {@code TROUPE_PYTHON} names, or {@code python3}, for tests that compare with its libraries. */
public final class Python {
    public static final String PROGRAM = System.getenv().getOrDefault("TROUPE_PYTHON", "python3");

    private static final long LIMIT_S = 300;
    /** Loading PyTorch takes seconds: once is enough. */
    private static final Map<String, Boolean> IMPORTS = new ConcurrentHashMap<>();

    private Python() {
    }

    /**
     * The test is skipped where a module is missing, or the Python itself.
     *
     * @param modules as {@code import} takes them, as "torch, numpy"
     */
    public static void assumeHas(String modules) {
        assumeTrue(IMPORTS.computeIfAbsent(modules, Python::imports), "skipped: '" + PROGRAM + " -c \"import " + modules
            + "\"' fails; TROUPE_PYTHON names a Python that has it");
    }

    /**
     * What a script prints, by lines. It runs in its own folder. Fails where it does, or takes too long.
     *
     * @param input what it reads
     */
    public static List<String> run(Path script, String input, String... arguments)
        throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile("python", ".in"), input);
        Path out = Files.createTempFile("python", ".out");
        Path err = Files.createTempFile("python", ".err");
        try {
            List<String> command = new ArrayList<>(List.of(PROGRAM, script.toAbsolutePath().toString()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).directory(script.toAbsolutePath().getParent().toFile())
                .redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertTrue(hasEnded, () -> "not within " + LIMIT_S + " s: " + command);
            assertEquals(0, process.exitValue(), command + ": " + Files.readString(out) + Files.readString(err));
            return Files.readAllLines(out);
        } finally {
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** {@link #run(Path, String, String...)} with a script in this module's {@code src/test/python}. */
    public static List<String> run(String script, String input, String... arguments)
        throws IOException, InterruptedException {
        return run(Path.of("src", "test", "python", script), input, arguments);
    }

    private static boolean imports(String modules) {
        try {
            return new ProcessBuilder(PROGRAM, "-c", "import " + modules).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException noPython) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
