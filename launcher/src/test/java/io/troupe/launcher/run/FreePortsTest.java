package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void shouldGiveEachPortOnceAndNoneThatTheSystemHandsOut() throws IOException {
        FreePorts ports = new FreePorts();
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int port = ports.next();
            assertTrue(port >= FreePorts.FIRST && port < FreePorts.END, () -> "port " + port);
            given.add(port);
        }
        assertEquals(200, given.size());
        try (ServerSocket socket = new ServerSocket(given.iterator().next(), 1, InetAddress.getLoopbackAddress())) {
            assertTrue(socket.isBound(), "a port that was given can be had");
        }
    }
}
