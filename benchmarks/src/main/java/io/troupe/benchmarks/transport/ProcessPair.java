package io.troupe.benchmarks.transport;

import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.transport.MediaDriverHost;
import io.troupe.common.transport.NodeTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/** This process and a {@link PeerProcess}, linked: through one media driver's memory, or by UDP from one to another. */
final class ProcessPair implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final NodeTransport transport;
    private final PeerProcess peer;
    private final List<Integer> rowSizes;

    /**
     * @param isEncrypted whether what goes over UDP is
     * @param isWithGrpc  over a socket file beside IPC, over TCP beside UDP
     */
    ProcessPair(Channel channel, int mtuBytes, boolean isEncrypted, boolean isWithGrpc, long shardBytes,
                List<Integer> rowSizes) {
        this.rowSizes = rowSizes;
        try {
            Path folder = newFolder();
            opened.push(() -> IoUtil.delete(folder.toFile(), true));
            String driverFolder = "";
            if (channel == Channel.IPC) {
                MediaDriverHost driver = MediaDriverHost.launch(PeerSettings.embedded(channel, mtuBytes));
                opened.push(driver);
                driverFolder = driver.folder();
                transport = NodeTransport.open(
                    NodeTransport.shared(PeerSettings.embedded(channel, mtuBytes), driver));
            } else {
                transport = NodeTransport.open(PeerSettings.embedded(channel, mtuBytes));
            }
            opened.push(transport);
            transport.secure(PeerSettings.PARENT_NODE_ID, PeerSettings.key(isEncrypted));
            peer = PeerProcess.start(new PeerSettings(channel, mtuBytes, isEncrypted, driverFolder,
                isWithGrpc ? grpc(channel, folder).toString() : "", transport.endpoint(), folder, shardBytes,
                rowSizes));
            opened.push(peer);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    NodeTransport transport() {
        return transport;
    }

    PeerProcess peer() {
        return peer;
    }

    RowsRoute aeron(int index) {
        return new AeronRoute(transport, PeerSettings.routeNodeId(index), peer.rowsNode(index), rowSizes.get(index));
    }

    RowsRoute grpc(int index) {
        return new GrpcRoute(peer.grpc(), rowSizes.get(index));
    }

    @Override
    public void close() {
        opened.forEach(CloseHelper::quietClose);
        opened.clear();
    }

    private static GrpcEndpoint grpc(Channel channel, Path folder) {
        return channel == Channel.IPC && GrpcEndpoint.canUseSocketFiles()
            ? GrpcEndpoint.file(folder.resolve("grpc.socket")) : GrpcEndpoint.tcp(0);
    }

    private static Path newFolder() {
        Path memory = Path.of("/dev/shm");
        try {
            return Files.createTempDirectory(Files.isDirectory(memory) ? memory : Path.of(
                System.getProperty("java.io.tmpdir")), "troupe-bench-transport-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
