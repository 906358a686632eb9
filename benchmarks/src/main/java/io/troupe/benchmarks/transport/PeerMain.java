package io.troupe.benchmarks.transport;

import io.troupe.common.agent.AgentHost;
import io.troupe.common.config.TroupeSettings.Threading;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.PeerEndpoint;
import io.troupe.common.transport.StreamKind;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.replay.transport.ReplayAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The other process: for each size of row a reader of rows, and a shard as a replay node has it; and a gRPC server. It
 * says on its standard output where it is, and ends when its standard input does.
 */
public final class PeerMain {
    private static final double PRIORITY_EXPONENT = 0.6;
    private static final int SEGMENT_STEPS = 64;

    private PeerMain() {
    }

    public static void main(String[] arguments) throws IOException {
        PeerSettings settings = PeerSettings.parse(arguments);
        List<AutoCloseable> opened = new ArrayList<>();
        NodeTransport transport = NodeTransport.open(settings.transport());
        opened.add(transport);
        transport.secure(PeerSettings.PEER_NODE_ID, PeerSettings.key(settings.isEncrypted()));
        AgentHost agents = new AgentHost(Threading.DEDICATED, PeerMain::fail);
        opened.add(agents);
        String grpc = "-";
        if (!settings.grpc().isEmpty()) {
            GrpcServer server = new GrpcServer(GrpcEndpoint.parse(settings.grpc()), settings.rowSizes());
            opened.add(server);
            grpc = server.endpoint().toString();
        }
        PeerEndpoint endpoint = transport.endpoint();
        StringBuilder ready = new StringBuilder(String.join(" ", PeerProcess.READY, endpoint.host(),
            Integer.toString(endpoint.port()), Long.toString(endpoint.driverNonce()), grpc));
        for (int i = 0; i < settings.rowSizes().size(); i++) {
            agents.start(new RowsAgent(transport, PeerSettings.rowsNodeId(i), settings.route(i),
                settings.rowSizes().get(i)));
            ready.append(' ').append(startShard(settings, i, transport, agents));
        }
        System.out.println(ready);
        while (System.in.read() >= 0) {
            // Nothing is said on it: its end means that the first process is gone, or done.
        }
        for (int i = opened.size() - 1; i >= 0; i--) {
            CloseHelper.quietClose(opened.get(i));
        }
    }

    private static long startShard(PeerSettings settings, int index, NodeTransport transport, AgentHost agents) {
        StepLayout layout = PeerSettings.layout(settings.rowSizes().get(index));
        SplittableRandom random = new SplittableRandom(index);
        ReplayShard shard = new ReplayShard(new ReplayShardSettings(
            settings.folder().resolve("shard-" + layout.stride()), layout, PeerSettings.window(layout),
            settings.capacitySteps(index), SEGMENT_STEPS, PRIORITY_EXPONENT, false,
            transport.maxMessageLength(StreamKind.BATCHES)), random, random::nextLong);
        ReplayAgent agent = new ReplayAgent(transport, PeerSettings.shardNodeId(index), layout, shard,
            SystemNanoClock.INSTANCE);
        agent.commands().submit(() -> agent.setPeers(List.of(settings.parentNode()), settings.parentNode()));
        agents.start(agent);
        return shard.storeId();
    }

    private static void fail(Throwable error) {
        error.printStackTrace();
        Runtime.getRuntime().halt(1);
    }
}
