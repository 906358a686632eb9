package io.troupe.benchmarks.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {
    /** A byte a nanosecond, and no packets' headers. */
    private static final Network NETWORK = new Network(8e9, 100, 1_000, 0);

    private final SimulatedTime time = new SimulatedTime();
    private final Host one = new Host(time, NETWORK);
    private final Host other = new Host(time, NETWORK);
    private final List<String> arrived = new ArrayList<>();

    @Test
    void shouldDeliverAfterTheTimeOnTheWireAndTheWay() {
        one.send("flow", other, 5_000, () -> note("message"));
        run();
        assertEquals(List.of("message at 5100"), arrived);
        assertEquals(5_000, one.sentNs());
        assertEquals(5_000, other.receivedNs());
    }

    @Test
    void shouldTakeTurnsBetweenFlowsAndKeepTheOrderOfEach() {
        one.send("bulk", other, 1_000, () -> note("bulk 1"));
        one.send("bulk", other, 1_000, () -> note("bulk 2"));
        one.send("bulk", other, 1_000, () -> note("bulk 3"));
        one.send("small", other, 10, () -> note("small"));
        run();
        assertEquals(List.of("bulk 1 at 1100", "bulk 2 at 2100", "small at 2110", "bulk 3 at 3110"), arrived);
    }

    @Test
    void shouldReceiveFromTwoNoFasterThanOneCanSend() {
        Host third = new Host(time, NETWORK);
        one.send("flow", third, 1_000, () -> note("first"));
        other.send("flow", third, 1_000, () -> note("second"));
        run();
        assertEquals(List.of("first at 1100", "second at 2100"), arrived);
    }

    @Test
    void shouldCountWhatPacketsAdd() {
        assertEquals(2_500 + 3 * 98, new Network(1e9, 0, 1_000, 98).onTheWire(2_500));
    }

    @Test
    void shouldNotUseTheNetworkBetweenProcessesOfAHost() {
        one.send("flow", one, 1_000_000, () -> note("local"));
        run();
        assertEquals(List.of("local at 20000"), arrived);
        assertEquals(0, one.sentNs());
    }

    private void note(String what) {
        arrived.add(what + " at " + time.nanoTime());
    }

    private void run() {
        while (time.advance()) {
            // To the last event.
        }
    }
}
