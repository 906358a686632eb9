package io.troupe.actor.gym;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Python that runs our worker script, and the two pipes to it. What the environments print comes out at its error
 * output and goes to the log. Used by one thread.
 */
final class PythonProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PythonProcess.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Takes the script from the pipe: nothing has to be written to the disk, and removed again. */
    private static final String BOOTSTRAP = """
        import os
        left, text = int.from_bytes(os.read(0, 4), 'little'), b''
        while len(text) < left:
            part = os.read(0, left - len(text))
            if not part:
                os._exit(0)
            text += part
        exec(compile(text, 'troupe-gym-worker.py', 'exec'))
        """;
    private static final byte[] SCRIPT = script();
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final long CLOSE_TIMEOUT_MS = 2_000;
    private static final long DEATH_TIMEOUT_MS = 2_000;
    private static final int FIRST_SIGNAL_STATUS = 128;
    /** Of what an environment prints at each step the log gets the beginning. */
    private static final int MAX_LOGGED_LINES = 200;

    private final GymOptions options;
    private final Process process;
    private final OutputStream commands;
    private final InputStream answers;
    private final Thread reader;
    private volatile String lastLine = "";
    private JsonNode description;

    private PythonProcess(GymOptions options, Process process) {
        this.options = options;
        this.process = process;
        commands = process.getOutputStream();
        answers = process.getInputStream();
        reader = new Thread(this::readErrors, "gym-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it, and has it make a first environment.
     *
     * @throws TroupeException CONFIGURATION where there is no such Python, no Gymnasium in it, or the environment cannot be
     *                         used
     */
    static PythonProcess start(GymOptions options) {
        ProcessBuilder builder = new ProcessBuilder(options.python(), "-c", BOOTSTRAP);
        builder.environment().put("PYTHONUNBUFFERED", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "cannot start the Python '" + options.python() + "' for gym:"
                + options.environment() + " (" + e.getMessage() + "); install Python 3 with Gymnasium, or name one that is"
                + " there with TROUPE_PYTHON or --env-set python=…");
        }
        PythonProcess python = new PythonProcess(options, process);
        try {
            python.greet();
            return python;
        } catch (RuntimeException e) {
            python.close();
            throw e;
        }
    }

    private void greet() {
        try {
            write(SCRIPT);
            write(JSON.writeValueAsBytes(options.greeting()));
            description = readJson();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the Python '" + options.python() + "' for gym:"
                + options.environment() + " " + death() + " before it said anything; expected Python 3 with Gymnasium, as"
                + " TROUPE_PYTHON or --env-set python=… names it");
        }
        if (description.has("unusable")) {
            throw new TroupeException(ErrorCode.CONFIGURATION, description.get("unusable").asText());
        }
    }

    /** Of the environment: type, shape, actions, bytes. */
    JsonNode description() {
        return description;
    }

    /** Sends a message and waits for the answer. */
    JsonNode ask(JsonNode message) throws IOException {
        write(JSON.writeValueAsBytes(message));
        return readJson();
    }

    JsonNode readJson() throws IOException {
        int length = ByteBuffer.wrap(readBytes(Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > MAX_MESSAGE_BYTES) {
            throw new IOException("a message of " + length + " bytes");
        }
        return JSON.readTree(readBytes(length));
    }

    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = answers.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the pipe is closed");
        }
        return bytes;
    }

    private void write(byte[] bytes) throws IOException {
        commands.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
        commands.write(bytes);
        commands.flush();
    }

    /** Wakes it. */
    void signal() throws IOException {
        commands.write('.');
        commands.flush();
    }

    /** What is to be seen of an environment, between two rounds: {@code text}, or why there is {@code nothing}. */
    JsonNode drawing(int place) throws IOException {
        commands.write(ByteBuffer.allocate(1 + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).put((byte) 'd').putInt(place)
            .array());
        commands.flush();
        return readJson();
    }

    /** The next byte that it answers; −1: it has ended. */
    int awaitSignal() throws IOException {
        return answers.read();
    }

    long pid() {
        return process.pid();
    }

    /** How it ended, in words, with the last that it said. It is made to end where it has not. */
    String death() {
        try {
            if (!process.waitFor(DEATH_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join(DEATH_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was given up";
        }
        int status = process.exitValue();
        String how = status > FIRST_SIGNAL_STATUS ? "was killed by signal " + (status - FIRST_SIGNAL_STATUS)
            : "ended with status " + status;
        return lastLine.isEmpty() ? how : how + " (its last words: " + lastLine + ")";
    }

    private void readErrors() {
        int lines = 0;
        try (BufferedReader in = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    lastLine = line.strip();
                }
                if (++lines <= MAX_LOGGED_LINES) {
                    LOG.info("gym:{}, process {}: {}{}", options.environment(), process.pid(), line,
                        lines == MAX_LOGGED_LINES ? " (what it prints from here on is not logged)" : "");
                }
            }
        } catch (IOException closed) {
            // It has ended.
        }
    }

    private static byte[] script() {
        try (InputStream in = PythonProcess.class.getResourceAsStream("worker.py")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It ends by itself when its pipe does; where it does not, it is killed. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            // It has ended already.
        }
        try {
            if (!process.waitFor(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                // Killed is not yet gone.
                process.destroyForcibly().waitFor(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
