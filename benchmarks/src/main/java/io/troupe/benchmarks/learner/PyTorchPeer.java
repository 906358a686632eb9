package io.troupe.benchmarks.learner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/** {@code learner_peer.py} in a process of its own: the same learner step in PyTorch, eager. */
final class PyTorchPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCRIPT = "learner_peer.py";
    private static final int CLOSE_TIMEOUT_S = 10;

    private final Path folder;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final String description;

    private PyTorchPeer(Path folder, Process process) throws IOException {
        this.folder = folder;
        this.process = process;
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        JsonNode greeting = answer();
        if (!greeting.path("torch").isTextual()) {
            throw new IOException("in " + greeting.path("python").asText() + " there is no PyTorch ("
                + greeting.path("why").asText() + ")");
        }
        description = "beside PyTorch " + greeting.get("torch").asText() + ", threads: " + greeting.get("threads");
    }

    /**
     * Starts it.
     *
     * @param python a program
     * @throws IOException where that is no Python with PyTorch
     */
    static PyTorchPeer start(String python, int threads) throws IOException {
        Path folder = Files.createTempDirectory("troupe-bench-learner-");
        Process process = null;
        try {
            Path script = folder.resolve(SCRIPT);
            try (InputStream in = PyTorchPeer.class.getResourceAsStream(SCRIPT)) {
                Files.copy(in, script);
            }
            ProcessBuilder builder = new ProcessBuilder(python, script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
            process = builder.start();
            return new PyTorchPeer(folder, process);
        } catch (IOException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            IoUtil.delete(folder.toFile(), true);
            throw e;
        }
    }

    /** What it is. */
    String description() {
        return description;
    }

    /** A folder of its own, for files that both read. */
    Path folder() {
        return folder;
    }

    void load(Path caseFile) {
        ask("case", caseFile.toString());
    }

    /** Q-values of the first batch, and loss, priorities and gradient of a step on it that is not taken. */
    JsonNode check() {
        return ask("check", true);
    }

    /** @param seconds of CPU time */
    Turn run(double seconds) {
        JsonNode answer = ask("run_s", seconds);
        return new Turn(answer.get("steps").asLong(), answer.get("s").asDouble(), answer.get("cpu_s").asDouble());
    }

    private JsonNode ask(String command, Object argument) {
        try {
            commands.write(JSON.writeValueAsString(Map.of(command, argument)));
            commands.newLine();
            commands.flush();
            return answer();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the peer in PyTorch does not answer: " + e.getMessage(), e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(SCRIPT + " has ended; what it said is above");
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
