package io.troupe.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Signals to processes, as {@code kill} sends them. */
final class Signals {
    private static final long LIMIT_S = 10;

    private Signals() {
    }

    /** The process gets no time, as on a host that is suspended, until {@link #goOn}. */
    static void standStill(long pid) {
        send("-STOP", pid);
    }

    static void goOn(long pid) {
        send("-CONT", pid);
    }

    /** Fails where it cannot be sent: there is no such process. */
    static void send(String signal, long pid) {
        if (!sendIfThere(signal, pid)) {
            Assertions.fail("kill " + signal + " " + pid + " has failed");
        }
    }

    /** @return false where there is no such process */
    static boolean sendIfThere(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return kill.waitFor(LIMIT_S, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
