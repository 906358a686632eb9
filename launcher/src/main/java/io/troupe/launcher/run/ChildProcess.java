package io.troupe.launcher.run;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One process of a run on this machine, started again when it dies. Its standard input is its lifeline: when it ends,
 * because we did, the child ends too (see {@link Lifeline}). Used by one thread.
 */
final class ChildProcess implements ToolProcess {
    private static final long FIRST_DELAY_MS = 500;
    private static final long MAX_DELAY_MS = 10_000;
    /** A process that has lived so long is healthy: its next restart is prompt again. */
    private static final long HEALTHY_MS = 30_000;
    /** One that was killed is not to blame: it has only to have come up. */
    private static final long HEALTHY_BEFORE_KILL_MS = 2_000;
    private static final long GRACE_MS = 10_000;
    private static final int KILLED = 128 + 9;
    private static final int MAX_QUICK_DEATHS = 6;
    private static final int BAD_CONFIGURATION = 2;
    /** How a command's last word begins. */
    private static final String ERROR = "error: ";

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Path pidFile;
    private volatile Process process;
    private long startedMs;
    private long restartAtMs = -1;
    private int quickDeaths;

    /** @param folder where {@code name.log}, all that it says, and {@code name.pid} are */
    ChildProcess(String name, List<String> command, Path folder) {
        this.name = name;
        this.command = command;
        this.log = folder.resolve(name + ".log");
        this.pidFile = folder.resolve(name + ".pid");
    }

    String name() {
        return name;
    }

    void start(long nowMs) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(Redirect.PIPE);
        builder.redirectErrorStream(true);
        builder.redirectOutput(Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
            Files.writeString(pidFile, process.pid() + "\n");
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE,
                "cannot start the process " + name + " (" + e.getMessage() + ")", e);
        }
        startedMs = nowMs;
        restartAtMs = -1;
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public int exitStatus() {
        return process.exitValue();
    }

    /**
     * Starts the process again where it has died, the later the more often it did so soon after its start. One that
     * ended in order (status 0) was told to.
     *
     * @return true where it was started
     * @throws TroupeException RESOURCE where it dies again and again, or says that its configuration is bad
     */
    boolean revive(long nowMs) {
        if (isAlive() || exitStatus() == 0) {
            return false;
        }
        if (restartAtMs < 0) {
            long healthyMs = exitStatus() == KILLED ? HEALTHY_BEFORE_KILL_MS : HEALTHY_MS;
            quickDeaths = nowMs - startedMs > healthyMs ? 0 : quickDeaths + 1;
            if (exitStatus() == BAD_CONFIGURATION || quickDeaths > MAX_QUICK_DEATHS) {
                throw new TroupeException(ErrorCode.RESOURCE, "the process " + name + " ended with status " + exitStatus()
                    + (quickDeaths > 1 ? ", for the " + quickDeaths + "th time" : "") + "; its last words are in " + log);
            }
            restartAtMs = nowMs + Math.min(MAX_DELAY_MS, FIRST_DELAY_MS << Math.max(0, quickDeaths - 1));
        }
        if (nowMs < restartAtMs) {
            return false;
        }
        start(nowMs);
        return true;
    }

    @Override
    public Optional<String> lastError() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith(ERROR)).reduce((before, last) -> last)
                .map(line -> line.substring(ERROR.length()));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Path output() {
        return log;
    }

    @Override
    public void requestStop(String reason) {
        tell(Lifeline.STOP + reason);
    }

    @Override
    public void kill() {
        Process present = process;
        if (present != null) {
            present.destroyForcibly();
        }
    }

    /** Tells the process something through its lifeline. */
    void tell(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // It has just ended: there is nobody left to tell.
        }
    }

    @Override
    public void close() {
        end(GRACE_MS);
    }

    /** Lets go of the lifeline: the process begins to end, where it has not yet. */
    void release() {
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
    }

    /** Waits for the end of the released process; kills it where that has not come in time. */
    void end(long graceMs) {
        if (process == null) {
            return;
        }
        release();
        try {
            if (!process.waitFor(graceMs, TimeUnit.MILLISECONDS)) {
                process.destroy();
                if (!process.waitFor(graceMs, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            }
            Files.deleteIfExists(pidFile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (IOException e) {
            // The file tells of a process that is gone: the next start writes it anew.
        }
    }
}
