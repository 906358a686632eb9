package io.troupe.replay.service;

import io.troupe.common.agent.AgentHost;
import io.troupe.common.agent.PatientIdleStrategy;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.config.TroupeSettings.Threading;
import io.troupe.common.error.TroupeException;
import io.troupe.common.transport.MediaDriverHost;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.StreamKind;
import io.troupe.proto.ReplayInspection;
import io.troupe.replay.client.ReplayClient;
import io.troupe.replay.client.transport.AeronReplayLink;
import io.troupe.replay.shard.ReplayShard;
import io.troupe.replay.shard.ReplayShardSettings;
import io.troupe.replay.shard.ShardSnapshot;
import io.troupe.replay.transport.ReplayAgent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A prioritized replay on its own: one shard and its duty on a thread, with a media driver through whose shared memory
 * clients of this process and of others reach it. No cluster, no learner. Thread-safe.
 */
public final class ReplayService implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplayService.class);

    private final ReplayServiceSettings settings;
    private final MediaDriverHost driver;
    private final NodeTransport transport;
    private final AgentHost agents;
    private final ReplayShard shard;
    private final ReplayAgent agent;

    private ReplayService(ReplayServiceSettings settings, MediaDriverHost driver, NodeTransport transport,
                          ReplayShard shard) {
        this.settings = settings;
        this.driver = driver;
        this.transport = transport;
        this.shard = shard;
        agents = new AgentHost(Threading.DEDICATED, this::onFailure);
        agent = new ReplayAgent(transport, settings.serviceNode(), settings.layout(), shard, SystemNanoClock.INSTANCE);
        List<NodePeer> clients = IntStream.rangeClosed(1, settings.clients())
            .mapToObj(client -> new NodePeer(settings.clientNode(client), transport.endpoint())).toList();
        agent.setPeers(clients, clients.get(0));
    }

    /**
     * Opens the folder's steps, or makes them, and answers from then on.
     *
     * @throws TroupeException RESOURCE where the folder or the driver cannot be had; LAYOUT_MISMATCH where the folder
     *     was made with other settings; CONFIGURATION where a window does not fit into a message
     */
    public static ReplayService open(ReplayServiceSettings settings) {
        MediaDriverHost driver = MediaDriverHost.launch(settings.transport(Driver.EMBEDDED));
        NodeTransport transport = null;
        ReplayShard shard = null;
        try {
            transport = NodeTransport.open(settings.transport(Driver.EXTERNAL));
            shard = new ReplayShard(new ReplayShardSettings(settings.folder(), settings.layout(), settings.window(),
                settings.capacitySteps(), settings.segmentSteps(), settings.priorityExponent(), settings.isForced(),
                transport.maxMessageLength(StreamKind.BATCHES)), RandomGenerator.of("L64X128MixRandom"),
                ThreadLocalRandom.current()::nextLong);
            shard.latest().openingLoss().ifPresent(loss ->
                LOGGER.warn("the replay in {} has lost {}", settings.folder(), loss));
            ReplayService service = new ReplayService(settings, driver, transport, shard);
            service.start();
            return service;
        } catch (RuntimeException e) {
            CloseHelper.quietCloseAll(shard, transport, driver);
            throw e;
        }
    }

    /**
     * A client of the service that runs with these settings, in this process or another one.
     *
     * @param client 1 … {@code clients}, each in use once at a time; the first may sample, all may append and update
     * @throws TroupeException RESOURCE where no service is there, LAYOUT_MISMATCH where its settings are others
     */
    public static ReplayClient connect(ReplayServiceSettings settings, int client) {
        int node = settings.clientNode(client);
        ServiceCard.check(settings);
        NodeTransport transport = NodeTransport.open(settings.transport(Driver.EXTERNAL));
        try {
            return new ReplayClient(settings.layout(), settings.window(), node,
                new AeronReplayLink(transport, node, settings.serviceNode(), settings.layout(), settings.window()),
                SystemNanoClock.INSTANCE, new PatientIdleStrategy());
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    /** What it holds and has done, as of 200 ms ago at most. */
    public ShardSnapshot state() {
        return shard.latest();
    }

    /** Looks inside: histograms of priorities, draws and ages, and the windows of highest priority. */
    public CompletableFuture<ReplayInspection> inspect(int top) {
        CompletableFuture<ReplayInspection> inspection = new CompletableFuture<>();
        agent.commands().submit(() -> {
            if (!shard.inspector().ask(top, told -> inspection.complete(told.build()))) {
                inspection.completeExceptionally(new IllegalStateException("too many ask at once"));
            }
        });
        return inspection;
    }

    /** Lets go of the folder, in which every acknowledged step stays. */
    @Override
    public void close() {
        ServiceCard.delete(settings);
        agents.close();
        CloseHelper.quietCloseAll(transport, driver);
    }

    private void start() {
        agents.start(agent);
        try {
            ServiceCard.write(settings);
        } catch (RuntimeException e) {
            agents.close();
            throw e;
        }
    }

    /** Clients get no answers any more, and say so. */
    private void onFailure(Throwable failure) {
        ServiceCard.delete(settings);
        LOGGER.error("the replay service in {} has ended", settings.folder(), failure);
    }
}
