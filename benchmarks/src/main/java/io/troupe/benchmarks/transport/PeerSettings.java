package io.troupe.benchmarks.transport;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.security.StreamKey;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.PeerEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the other process is told on its command line, and what both know from it.
 *
 * @param channel      IPC, through one media driver in {@code driverFolder}; or UDP, each with a driver of its own
 * @param isEncrypted  whether what goes over UDP is
 * @param driverFolder of the shared driver; empty for UDP
 * @param grpc         where gRPC listens, see {@link GrpcEndpoint#parse}; empty for no gRPC
 * @param parent       the first process, as a receiver of streams
 * @param folder       of the shards' files
 * @param shardBytes   that each shard keeps, about
 * @param rowSizes     bytes of a row; for each there is a reader of rows and a shard
 */
record PeerSettings(Channel channel, int mtuBytes, boolean isEncrypted, String driverFolder, String grpc,
                    PeerEndpoint parent, Path folder, long shardBytes, List<Integer> rowSizes) {
    static final int TERM_LENGTH_BYTES = 4 << 20;
    static final int N = 3;
    /** Of the learner, and of the actor whose steps the shards store. */
    static final int PARENT_NODE_ID = 1;
    /** Of the other process as a sender. */
    static final int PEER_NODE_ID = 2;
    private static final int FIRST_NODE_ID = 3;
    private static final int NODE_IDS_PER_SIZE = 3;
    private static final int LIVENESS_TIMEOUT_MS = 10_000;
    private static final String LOOPBACK = "127.0.0.1";

    /** A driver of its own, on the loopback. */
    static TransportSettings embedded(Channel channel, int mtuBytes) {
        return new TransportSettings(channel, Driver.EMBEDDED, "", LOOPBACK, 0, TERM_LENGTH_BYTES, mtuBytes,
            LIVENESS_TIMEOUT_MS);
    }

    /** One that everybody knows: here it is the time that counts. */
    static Optional<StreamKey> key(boolean isEncrypted) {
        return isEncrypted ? Optional.of(StreamKey.of(new byte[32])) : Optional.empty();
    }

    TransportSettings transport() {
        return driverFolder.isEmpty() ? embedded(channel, mtuBytes)
            : new TransportSettings(channel, Driver.EXTERNAL, driverFolder, LOOPBACK, 0, TERM_LENGTH_BYTES, mtuBytes,
                LIVENESS_TIMEOUT_MS);
    }

    /** The node that reads rows of the size {@code index}. */
    static int rowsNodeId(int index) {
        return FIRST_NODE_ID + NODE_IDS_PER_SIZE * index;
    }

    /** The node that sends them: acknowledgements go to it. */
    static int routeNodeId(int index) {
        return rowsNodeId(index) + 1;
    }

    static int shardNodeId(int index) {
        return rowsNodeId(index) + 2;
    }

    NodePeer route(int index) {
        return new NodePeer(routeNodeId(index), parent);
    }

    NodePeer parentNode() {
        return new NodePeer(PARENT_NODE_ID, parent);
    }

    long capacitySteps(int index) {
        return shardBytes / rowSizes.get(index);
    }

    /** Steps whose record takes exactly {@code rowBytes}. */
    static StepLayout layout(int rowBytes) {
        return new StepLayout(new EnvironmentSchema(List.of(new ObservationColumn("observation", ElementType.UINT8,
            List.of(rowBytes - StepLayout.OBSERVATION_OFFSET))), 2));
    }

    static WindowSpec window(StepLayout layout) {
        return WindowSpec.nStep(layout.schema(), N);
    }

    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(channel.name(), Integer.toString(mtuBytes),
            Boolean.toString(isEncrypted), driverFolder, grpc, parent.host(), Integer.toString(parent.port()),
            Long.toString(parent.driverNonce()), folder.toString(), Long.toString(shardBytes)));
        rowSizes.forEach(size -> arguments.add(Integer.toString(size)));
        return arguments;
    }

    static PeerSettings parse(String[] arguments) {
        return new PeerSettings(Channel.valueOf(arguments[0]), Integer.parseInt(arguments[1]),
            Boolean.parseBoolean(arguments[2]), arguments[3], arguments[4],
            new PeerEndpoint(arguments[5], Integer.parseInt(arguments[6]), Long.parseLong(arguments[7])),
            Path.of(arguments[8]), Long.parseLong(arguments[9]),
            Arrays.stream(arguments).skip(10).map(Integer::valueOf).toList());
    }
}
