package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shared driver is a process that its supervisor starts again when it was killed. */
class KilledDriverTest {
    private final Path folder = TestSettings.newFolder();
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);
    private final List<Process> processes = new ArrayList<>();

    /** Started in a JVM of its own. */
    static final class Main {
        private Main() {
        }

        public static void main(String[] arguments) {
            MediaDriverHost.runStandalone(
                TestSettings.at(Path.of(arguments[0]), Driver.EMBEDDED, Channel.AUTO), new CountDownLatch(1));
        }
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        IoUtil.delete(folder.toFile(), true);
    }

    @Test
    void shouldTakeOverFolderOfKilledDriverAndReachSamePeers() throws Exception {
        startDriver();
        try (NodeTransport here = NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, Channel.AUTO));
             NodeTransport there = NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, Channel.AUTO));
             Receiver receiver = there.receiver(StreamKind.STEPS, 1);
             Sender sender = here.sender(StreamKind.STEPS, new NodePeer(1, there.endpoint()))) {
            Await.until("the first driver's stream", () -> receiver.isOpen() && sender.isConnected());
            exchange(sender, receiver);
            PeerEndpoint before = there.endpoint();

            processes.get(0).destroyForcibly().waitFor();
            startDriver();
            Await.until("both to be linked to the second driver",
                () -> here.counters().reconnects() == 1 && there.counters().reconnects() == 1);
            Await.until("the second driver's stream", () -> receiver.isOpen() && sender.isConnected());
            exchange(sender, receiver);
            assertEquals(before, there.endpoint());
        }
    }

    private void startDriver() throws IOException {
        processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            Main.class.getName(), folder.toString()).inheritIO().start());
    }

    private void exchange(Sender sender, Receiver receiver) {
        Await.until("the message to be sent", () -> sender.offer(bytes, 0, bytes.capacity()));
        int[] got = new int[1];
        Await.until("the message", () -> {
            receiver.poll((buffer, offset, length) -> {
                got[0]++;
                return length == bytes.capacity();
            }, 10);
            return got[0] > 0;
        });
    }
}
