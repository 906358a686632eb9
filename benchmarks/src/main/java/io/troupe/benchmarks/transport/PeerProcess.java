package io.troupe.benchmarks.transport;

import io.troupe.benchmarks.ChildProcess;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.PeerEndpoint;
import io.troupe.common.transport.ShardPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of {@link PeerMain}, as the first process sees it. */
final class PeerProcess implements AutoCloseable {
    static final String READY = "ready";

    private final ChildProcess process;
    private final PeerEndpoint endpoint;
    private final String grpc;
    private final long[] storeIds;

    private PeerProcess(ChildProcess process, String[] ready) {
        this.process = process;
        endpoint = new PeerEndpoint(ready[1], Integer.parseInt(ready[2]), Long.parseLong(ready[3]));
        grpc = ready[4];
        storeIds = new long[ready.length - 5];
        for (int i = 0; i < storeIds.length; i++) {
            storeIds[i] = Long.parseLong(ready[5 + i]);
        }
    }

    /** Waits until it is there. */
    static PeerProcess start(PeerSettings settings) {
        ChildProcess process = ChildProcess.start(PeerMain.class, settings.toArguments());
        try {
            return new PeerProcess(process, process.await(READY));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    NodePeer rowsNode(int index) {
        return new NodePeer(PeerSettings.rowsNodeId(index), endpoint);
    }

    ShardPeer shard(int index) {
        return new ShardPeer(storeIds[index], PeerSettings.shardNodeId(index), endpoint);
    }

    GrpcEndpoint grpc() {
        return GrpcEndpoint.parse(grpc);
    }

    /** Memory of it that is in RAM, mapped files too; 0 where the system does not tell. */
    long residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
