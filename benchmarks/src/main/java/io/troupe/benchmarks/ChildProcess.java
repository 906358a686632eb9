package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * Another process of a benchmark: started with the same Java, class path and flags, it tells what it does in lines on its
 * standard output, and ends when its standard input does.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int CLOSE_TIMEOUT_S = 10;

    private final Process process;
    private final BufferedReader lines;

    private ChildProcess(Process process) {
        this.process = process;
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @throws TroupeException RESOURCE where it cannot be started */
    public static ChildProcess start(Class<?> main, List<String> arguments) {
        List<String> command = JavaCommand.of(main.getName(), List.of(), arguments);
        try {
            return new ChildProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "another process does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Waits for the next line that begins with this word, and returns all its words. What comes before it is the log's.
     *
     * @throws TroupeException RESOURCE where the process has ended
     */
    public String[] await(String word) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals(word)) {
                    return words;
                }
                System.err.println(line);
            }
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "another process cannot be heard: " + e.getMessage(), e);
        }
        throw new TroupeException(ErrorCode.RESOURCE,
            "another process has ended before it said '" + word + "'; what it wrote on the error output tells why");
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        CloseHelper.quietClose(process.getOutputStream());
        try {
            if (!process.waitFor(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
