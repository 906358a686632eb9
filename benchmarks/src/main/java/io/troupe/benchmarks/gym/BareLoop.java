package io.troupe.benchmarks.gym;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.agrona.CloseHelper;

/** {@code bare_loop.py} in a process of its own: what this Python steps a second with nobody else in it. */
final class BareLoop implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEED = 1;

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final String description;

    BareLoop(String python, String environment, int count) {
        try (InputStream script = BareLoop.class.getResourceAsStream("bare_loop.py")) {
            process = new ProcessBuilder(python, "-c", new String(script.readAllBytes(), StandardCharsets.UTF_8),
                environment, Integer.toString(count), Integer.toString(SEED))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            commands = process.outputWriter(StandardCharsets.UTF_8);
            answers = process.inputReader(StandardCharsets.UTF_8);
            JsonNode greeting = answer();
            description = "Gymnasium " + greeting.get("gymnasium").asText() + ", Python " + greeting.get("python").asText();
        } catch (IOException e) {
            throw gone(python, e);
        }
    }

    String description() {
        return description;
    }

    /** Steps a second. */
    double run(double seconds) {
        try {
            commands.write(Double.toString(seconds));
            commands.newLine();
            commands.flush();
            JsonNode answer = answer();
            return answer.get("steps").asDouble() / answer.get("s").asDouble();
        } catch (IOException e) {
            throw gone(process.info().command().orElse("Python"), e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("bare_loop.py has ended");
        }
        return JSON.readTree(line);
    }

    private static TroupeException gone(String python, IOException e) {
        return new TroupeException(ErrorCode.RESOURCE, "the bare loop in " + python + " does not answer: " + e.getMessage());
    }

    @Override
    public void close() {
        CloseHelper.quietClose(commands);
        process.destroy();
    }
}
