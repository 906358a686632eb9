package io.troupe.benchmarks.pytorch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/**
 * A script beside {@code peer.py} in a Python with PyTorch, with a line of JSON each way. It ends when its standard input
 * does, and so when this process does. Used by one thread.
 */
public final class PyTorchProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHARED_SCRIPT = "peer.py";
    private static final int CLOSE_TIMEOUT_S = 10;

    private final Path folder;
    private final String script;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final String description;

    private PyTorchProcess(Path folder, String script, Process process) throws IOException {
        this.folder = folder;
        this.script = script;
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        JsonNode greeting = answer();
        if (!greeting.path("torch").isTextual()) {
            throw new IOException("in " + greeting.path("python").asText() + " there is no PyTorch ("
                + greeting.path("why").asText() + ")");
        }
        description = "PyTorch " + greeting.get("torch").asText() + ", threads: " + greeting.get("threads");
    }

    /** The Python of {@code TROUPE_PYTHON}, or {@code python3}. */
    public static String python() {
        return System.getenv().getOrDefault("TROUPE_PYTHON", "python3");
    }

    /**
     * Starts it.
     *
     * @param python  a program
     * @param scripts resources beside {@code owner}; the first one is run, and can import the others
     * @throws IOException where that is no Python with PyTorch
     */
    public static PyTorchProcess start(String python, int threads, Class<?> owner, List<String> scripts)
        throws IOException {
        Path folder = Files.createTempDirectory("troupe-bench-");
        Process process = null;
        try {
            copy(PyTorchProcess.class, SHARED_SCRIPT, folder);
            for (String script : scripts) {
                copy(owner, script, folder);
            }
            ProcessBuilder builder = new ProcessBuilder(python, folder.resolve(scripts.get(0)).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
            process = builder.start();
            return new PyTorchProcess(folder, scripts.get(0), process);
        } catch (IOException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            IoUtil.delete(folder.toFile(), true);
            throw e;
        }
    }

    /** {@link #start}; null where there is no PyTorch, which the error output is told. */
    public static PyTorchProcess startIfThere(String python, int threads, Class<?> owner, List<String> scripts) {
        try {
            return start(python, threads, owner, scripts);
        } catch (IOException e) {
            System.err.println("no PyTorch to compare with: " + e.getMessage() + "; expected python3, or what the"
                + " environment variable TROUPE_PYTHON names, to be a Python with PyTorch and NumPy");
            return null;
        }
    }

    private static void copy(Class<?> owner, String script, Path folder) throws IOException {
        try (InputStream in = owner.getResourceAsStream(script)) {
            Files.copy(in, folder.resolve(script));
        }
    }

    /** What it is. */
    public String description() {
        return description;
    }

    /** A folder of its own, for files that both read. */
    public Path folder() {
        return folder;
    }

    /** @param command becomes a line of JSON */
    public void tell(Object command) throws IOException {
        commands.write(JSON.writeValueAsString(command));
        commands.newLine();
        commands.flush();
    }

    /** Waits for its next line. */
    public JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(script + " has ended; what it said is above");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        CloseHelper.quietClose(commands);
        try {
            if (!process.waitFor(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        IoUtil.delete(folder.toFile(), true);
    }
}
