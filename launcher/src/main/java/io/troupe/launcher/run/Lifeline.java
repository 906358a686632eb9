package io.troupe.launcher.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A child's side of its standard input: a line {@code stop <reason>} asks it to end; the end of the stream means that
 * its supervisor is gone, and it ends too. So no process is ever left behind.
 */
final class Lifeline {
    /** System property that tells a process that it has one. */
    static final String PROPERTY = "troupe.lifeline";
    static final String STOP = "stop ";

    private Lifeline() {
    }

    static boolean isHeld() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Watches standard input on a thread of its own, where this process has a lifeline. */
    static void watch(Consumer<String> requestStop) {
        if (!isHeld()) {
            return;
        }
        Thread thread = new Thread(() -> {
            try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                for (String line = input.readLine(); line != null; line = input.readLine()) {
                    if (line.startsWith(STOP)) {
                        requestStop.accept(line.substring(STOP.length()));
                    }
                }
            } catch (IOException e) {
                // As good as the end of the stream.
            }
            requestStop.accept("the supervisor is gone");
        }, "lifeline");
        thread.setDaemon(true);
        thread.start();
    }
}
