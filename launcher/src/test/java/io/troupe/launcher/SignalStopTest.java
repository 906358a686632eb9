package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalStopTest {
    private final Map<String, Runnable> handlers = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final SignalStop signalStop = new SignalStop((name, handler) -> {
        handlers.put(name, handler);
        return () -> handlers.remove(name);
    }, status -> calls.add("halt " + status));

    private StopSignals.Listening listen(boolean isInterruptible) {
        return signalStop.listen(reason -> calls.add("stop: " + reason), () -> calls.add("abandon"), isInterruptible);
    }

    @Test
    void shouldAskAtTheFirstSignalAndHaltAtTheSecond() {
        listen(true);
        handlers.get("INT").run();
        assertEquals(List.of("stop: interrupted"), calls);
        handlers.get("TERM").run();
        assertEquals(List.of("stop: interrupted", "abandon", "halt 130"), calls);
    }

    @Test
    void shouldLeaveTheInterruptToTheParent() {
        listen(false);
        handlers.get("INT").run();
        assertEquals(List.of(), calls);
        handlers.get("TERM").run();
        assertEquals(List.of("stop: interrupted"), calls);
    }

    @Test
    void shouldNotListenAfterwards() {
        listen(true).close();
        assertTrue(handlers.isEmpty());
    }

    @Test
    void shouldHearARealSignal() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        // No signal that a JVM or a build minds.
        Runnable undo = UnixSignals.ofThisProcess().handle("WINCH", heard::countDown);
        new ProcessBuilder("kill", "-WINCH", Long.toString(ProcessHandle.current().pid())).start().waitFor();
        assertTrue(heard.await(10, TimeUnit.SECONDS));
        undo.run();
    }
}
