package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.testing.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaDriverHostTest {
    @Test
    void shouldMakeFolderOfItsOwnAndRemoveIt() {
        Path folder;
        try (MediaDriverHost driver = MediaDriverHost.launch(TestSettings.embedded(Channel.AUTO))) {
            folder = Path.of(driver.folder());
            assertTrue(Files.isDirectory(folder));
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    void shouldRefuseFolderWithRunningDriver() {
        TransportSettings settings = TestSettings.at(TestSettings.newFolder(), Driver.EMBEDDED, Channel.AUTO);
        try (MediaDriverHost driver = MediaDriverHost.launch(settings)) {
            TroupeException error = assertThrows(TroupeException.class, () -> MediaDriverHost.launch(settings));
            assertEquals(ErrorCode.RESOURCE, error.code());
            assertTrue(error.getMessage().contains("already running in " + driver.folder()), error.getMessage());
        }
    }

    @Test
    void shouldTellWhyFolderCannotBeMade(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        TransportSettings settings = TestSettings.at(file.resolve("driver"), Driver.EMBEDDED, Channel.AUTO);
        TroupeException error = assertThrows(TroupeException.class, () -> MediaDriverHost.launch(settings));
        assertEquals(ErrorCode.RESOURCE, error.code());
        assertTrue(error.getMessage().contains("transport.aeron-directory"), error.getMessage());
    }

    @Test
    void shouldTellThatMemoryIsTooSmall() {
        TransportSettings settings = new TransportSettings(Channel.AUTO, Driver.EMBEDDED,
            TestSettings.newFolder().toString(), "127.0.0.1", 0, 1 << 30, 1408, 10_000);
        assertEquals((24L << 20) + (24L << 30), DriverFolder.budgetBytes(settings));
        Path folder = Path.of(settings.aeronDirectory());
        try {
            if (folder.getParent().toFile().getUsableSpace() < DriverFolder.budgetBytes(settings)) {
                TroupeException error = assertThrows(TroupeException.class, () -> MediaDriverHost.launch(settings));
                assertTrue(error.getMessage().contains("--shm-size"), error.getMessage());
            }
        } finally {
            folder.toFile().delete();
        }
    }

    @Test
    void shouldRunStandaloneUntilToldToStop() throws InterruptedException {
        Path folder = TestSettings.newFolder();
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread = new Thread(() -> MediaDriverHost.runStandalone(
            TestSettings.at(folder, Driver.EMBEDDED, Channel.AUTO), stop));
        thread.start();
        try (NodeTransport node = NodeTransport.open(TestSettings.at(folder, Driver.EXTERNAL, Channel.AUTO))) {
            assertTrue(node.isConnected());
        }
        stop.countDown();
        thread.join(10_000);
        assertFalse(thread.isAlive());
        assertFalse(Files.exists(folder));
    }

    @Test
    void whatItCarriesShouldBeForItsOwnerAlone() throws IOException {
        Path folder = TestSettings.newFolder();
        try (MediaDriverHost host = MediaDriverHost.launch(TestSettings.at(folder, Driver.EMBEDDED, Channel.AUTO))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(host.folder()))));
        }
    }

    @Test
    void shouldEndWhenItsNodesRunIsOverAndTheLastOfThemHasLeft() throws InterruptedException {
        Path folder = TestSettings.newFolder();
        CountDownLatch stop = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        Thread thread = new Thread(() -> MediaDriverHost.runUntilRunIsOver(
            TestSettings.at(folder, Driver.EMBEDDED, Channel.AUTO), new CountDownLatch(1) {
                @Override
                public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
                    looks.incrementAndGet();
                    return stop.await(1, TimeUnit.MILLISECONDS);
                }
            }));
        thread.start();
        try {
            awaitMoreLooks(looks, "at a driver without a node");
            TransportSettings settings = TestSettings.at(folder, Driver.EXTERNAL, Channel.AUTO);
            try (NodeTransport failing = NodeTransport.open(settings)) {
                assertTrue(failing.isConnected());
            }
            awaitMoreLooks(looks, "at a driver whose node has left before the run was over");
            try (NodeTransport node = NodeTransport.open(settings)) {
                SharedDriver.tellRunIsOver(settings);
                awaitMoreLooks(looks, "at a node of a run that is over");
                assertTrue(thread.isAlive() && node.isConnected());
            }
            Await.until("the driver to end", () -> !thread.isAlive());
            SharedDriver.tellRunIsOver(settings);
            assertFalse(Files.exists(folder), "what is told to a driver that has ended leaves nothing");
        } finally {
            stop.countDown();
            thread.join(10_000);
        }
    }

    private static void awaitMoreLooks(AtomicInteger looks, String what) {
        int before = looks.get();
        Await.until("many looks " + what, () -> looks.get() > before + 100);
    }

    @Test
    void shouldTellThatNoExternalDriverRuns() {
        TransportSettings settings = new TransportSettings(Channel.AUTO, Driver.EXTERNAL,
            TestSettings.newFolder().toString(), "127.0.0.1", 0, 1 << 20, 1408, 300);
        TroupeException error = assertThrows(TroupeException.class, () -> NodeTransport.open(settings));
        assertEquals(ErrorCode.RESOURCE, error.code());
        assertTrue(error.getMessage().contains("troupe driver"), error.getMessage());
    }

    @Test
    void shouldTellThatUdpPortIsTaken() throws IOException {
        try (DatagramChannel taken = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            int port = ((InetSocketAddress) taken.getLocalAddress()).getPort();
            TransportSettings settings = new TransportSettings(Channel.AUTO, Driver.EMBEDDED, "", "127.0.0.1", port,
                1 << 20, 1408, 10_000);
            TroupeException error = assertThrows(TroupeException.class, () -> NodeTransport.open(settings));
            assertEquals(ErrorCode.RESOURCE, error.code());
            assertTrue(error.getMessage().contains("127.0.0.1:" + port), error.getMessage());
        }
    }

    @Test
    void shouldKeepNonceThatSomebodyElseWroteFirst(@TempDir Path folder) throws IOException {
        assertEquals(77, DriverNonce.readOrWrite(folder, 77));
        assertEquals(77, DriverNonce.readOrWrite(folder, 78));
        assertEquals(-5, DriverNonce.readOrWrite(Files.createDirectory(folder.resolve("other")), -5));
    }
}
