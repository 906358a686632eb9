package io.troupe.learner;

import io.troupe.common.agent.AgentHost;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.cluster.Hellos;
import io.troupe.common.cluster.Membership;
import io.troupe.common.cluster.NodeListener;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.exploration.OrdinalAllocator;
import io.troupe.common.metrics.ProcessGauge;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QNetwork;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.common.run.RunContract;
import io.troupe.common.security.Secret;
import io.troupe.common.security.StreamKey;
import io.troupe.common.transport.NodeTransport;
import io.troupe.common.transport.ShardPeer;
import io.troupe.common.weights.RelayTree;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.checkpoint.InitialWeights;
import io.troupe.learner.cluster.CoordinatorHandle;
import io.troupe.learner.cluster.PublishedWeights;
import io.troupe.learner.http.DashboardServer;
import io.troupe.learner.http.DashboardSources;
import io.troupe.learner.http.HttpAccess;
import io.troupe.learner.inspection.ActorQueries;
import io.troupe.learner.inspection.ShardQueries;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.membership.IdIssuer;
import io.troupe.learner.membership.NodeRegistry;
import io.troupe.learner.run.Checkpointer;
import io.troupe.learner.run.ControlSecret;
import io.troupe.learner.run.NewestPolicy;
import io.troupe.learner.run.FolderRecords;
import io.troupe.learner.run.LearnerAgent;
import io.troupe.learner.run.RecentWeights;
import io.troupe.learner.run.Resumption;
import io.troupe.learner.run.RunHands;
import io.troupe.learner.run.RunMonitor;
import io.troupe.learner.run.RunSupervisor;
import io.troupe.learner.run.SampledReplay;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.SamplerSettings;
import io.troupe.learner.status.EarlierMetrics;
import io.troupe.learner.status.RunControl;
import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunEvents;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunLock;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.RunSummary;
import io.troupe.learner.tensorboard.WeightHistograms;
import io.troupe.learner.transport.AeronShardLinks;
import io.troupe.proto.Directory;
import io.troupe.proto.Hello;
import io.troupe.proto.NodeRole;
import io.troupe.proto.StopPhase;
import io.troupe.proto.Welcome;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner process, which owns the run: it coordinates who joins, samples, learns, publishes weights, keeps the
 * run's folder, and shows the page. Everything that it is made of is made here.
 */
public final class LearnerNode implements AutoCloseable, NodeListener, RunControl {
    private static final Logger LOGGER = LoggerFactory.getLogger(LearnerNode.class);
    private static final int EARLIER_POINTS = 2_000;

    private final RunContract contract;
    private final Resumption earlier;
    private final RunLock lock;
    private final NodeLifecycle lifecycle;
    private final NodeTransport transport;
    private final AgentHost agents;
    private final Learner learner;
    private final RecentWeights weights;
    private final RunEvents events;
    private final RunMonitor monitor;
    private final CoordinatorHandle coordinator;
    private final ShardQueries queries;
    private final Membership membership;
    private final Checkpointer checkpointer;
    private final RunSupervisor supervisor;
    private final DashboardServer page;
    private volatile SampledReplay replay;
    private volatile LearnerAgent agent;
    private volatile AeronShardLinks links;

    /**
     * Becomes the folder's owner and the coordinator's home, goes on from what the folder holds, and joins; returns
     * when the page answers.
     *
     * @param lifecycle hears why the node ends
     * @param console   is given a snapshot several times a second
     */
    public LearnerNode(RunContract contract, RunFolder folder, ClusterSystem cluster, NodeLifecycle lifecycle,
                       Consumer<RunSnapshot> console) {
        this.contract = contract;
        this.lifecycle = lifecycle;
        TroupeSettings settings = contract.settings();
        QNetwork network = contract.network();
        lock = folder.lock();
        folder.requireLayout(contract.layout().fingerprint());
        earlier = Resumption.of(folder, network.parameters());
        transport = NodeTransport.open(settings.nodeTransport());
        agents = new AgentHost(settings.threading(), lifecycle::failed);
        learner = new Learner(network, contract.window(), settings.learning(), earlier.incarnation(), randomOfRun());
        earlier.restore(learner, new CheckpointStore(folder.checkpoints(), 1, network.parameters()));
        beginWithInitialWeights(settings, network.parameters());
        if (earlier.isOfOthers()) {
            LOGGER.info("the run has another network from now on, whose weights begin anew; the checkpoints of before"
                + " are in {}", folder.setCheckpointsAside());
        }
        PublishedWeights published = new PublishedWeights(cluster, network.parameters().fingerprint(),
            settings.learning().weightsPrecision(), new RelayTree(settings.learning().weightsFanOut()));
        weights = new RecentWeights(published);
        events = new RunEvents(folder.events(), Clock.systemUTC(), this::timeS);
        monitor = new RunMonitor(settings, contract.runId(), NetworkPresets.nameOf(settings.network()),
            earlier, events, new ProcessGauge(transport.counters()));
        events.add(RunEvent.Kind.STARTED, earlier.isFirstStart() ? "the run begins"
            : "the run goes on from " + earlier.checkpointName());
        checkpointer = new Checkpointer(folder, contract, earlier.incarnation(), events);
        NodeRegistry registry = new NodeRegistry(contract.describe(), new IdIssuer(folder.path().resolve("ids")),
            new OrdinalAllocator(settings.actors().ladderSize()), settings.actors().lanes());
        registry.weightsPublisher(published.reference());
        if (settings.isEncryptingStreams()) {
            registry.streamKey(StreamKey.create());
        }
        coordinator = new CoordinatorHandle(cluster, registry, monitor, settings.run().isStartPaused());
        queries = new ShardQueries(coordinator);
        supervisor = new RunSupervisor(settings, folder, monitor, lifecycle, new RunHands(this::agent, this::replay,
            coordinator, checkpointer, weights, earlier.incarnation()),
            new WeightHistograms(network.parameters(), weights::newest), console, earlier, events);
        page = settings.http().isEnabled() ? startPage(settings, folder, cluster) : null;
        Hello hello = Hellos.hello(settings.cluster().nodeName(), NodeRole.LEARNER, transport.endpoint()).build();
        membership = cluster.join(hello, this, () -> null);
    }

    /** Runs until the run ends, and returns what came of it; throws what ended it where that was an error. */
    public RunSummary run() {
        RunSummary summary = supervisor.run();
        if (page != null) {
            page.end(summary.reason());
        }
        return summary;
    }

    @Override
    public void onWelcome(Welcome welcome) {
        TroupeSettings settings = contract.settings();
        transport.secure(welcome.getNodeId(), Hellos.streamKey(welcome));
        AeronShardLinks newLinks = new AeronShardLinks(transport, welcome.getNodeId(), contract.layout(), contract.window());
        GlobalSampler sampler = new GlobalSampler(contract.layout(), contract.window(),
            SamplerSettings.of(settings.learning(), settings.replay(), earlier.incarnation()), newLinks,
            SystemNanoClock.INSTANCE, randomOfStart());
        earlier.restore(sampler);
        replay = new SampledReplay(sampler, newLinks::pollBatches, newLinks::reachableStores);
        links = newLinks;
        agent = new LearnerAgent(learner, settings.learning(),
            new LearnerAgent.Ports(replay, sampler, sampler, weights, replay), SystemNanoClock.INSTANCE,
            monitor::onLearner, (long) (earlier.timeS() * 1e9));
        agents.start(agent);
    }

    @Override
    public void onDirectory(Directory directory) {
        queries.onDirectory(directory);
        List<ShardPeer> shards = directory.getNodesList().stream()
            .filter(node -> node.getRole() == NodeRole.REPLAY)
            .map(node -> new ShardPeer(node.getStoreId(), node.getNodeId(), Hellos.endpoint(node)))
            .toList();
        links.setShards(shards);
        agent.commands().submit(() -> replay.setShards(shards));
    }

    @Override
    public void pause() {
        setPaused(true);
    }

    @Override
    public void resume() {
        setPaused(false);
    }

    @Override
    public void checkpoint() {
        supervisor.requestCheckpoint();
    }

    @Override
    public void evaluate() {
        supervisor.requestEvaluation();
    }

    @Override
    public void stop(String reason) {
        supervisor.requestStop(reason);
    }

    private void setPaused(boolean isPaused) {
        if (isPaused != monitor.isPaused()) {
            events.add(isPaused ? RunEvent.Kind.PAUSED : RunEvent.Kind.RESUMED, isPaused ? "paused" : "goes on");
        }
        monitor.paused(isPaused);
        coordinator.pause(isPaused);
    }

    /** Comes back from the coordinator, as to every node. */
    @Override
    public void onPaused(boolean isPaused) {
        agent.commands().submit(() -> {
            agent.setPaused(isPaused);
            replay.setPaused(isPaused);
        });
    }

    @Override
    public void onStop(StopPhase phase, String reason) {
        // The supervisor itself has said so, and ends when its books are closed.
    }

    @Override
    public void onFailure(RuntimeException failure) {
        lifecycle.failed(failure);
    }

    @Override
    public void close() {
        membership.leave();
        agents.close();
        CloseHelper.quietCloseAll(page, checkpointer, links, learner, transport, lock);
    }

    /** Before the monitor is there, nothing has been learned in this start. */
    private double timeS() {
        return monitor == null ? earlier.timeS() : monitor.timeS();
    }

    private LearnerAgent agent() {
        return agent;
    }

    private SampledReplay replay() {
        return replay;
    }

    private DashboardServer startPage(TroupeSettings settings, RunFolder folder, ClusterSystem cluster) {
        DashboardSources sources = new DashboardSources(supervisor::latest,
            EarlierMetrics.read(folder.metrics(), settings, EARLIER_POINTS),
            () -> monitor.count(NodeRole.REPLAY) > 0 && monitor.count(NodeRole.ACTOR) > 0,
            queries, new ActorQueries(coordinator, monitor::lanes), monitor::runLedger,
            new FolderRecords(folder.configuration(), new CheckpointStore(folder.checkpoints(), 1,
                contract.network().parameters()), events, monitor), new NewestPolicy(contract, weights));
        String given = settings.http().secretFile();
        String secret = given.isBlank() ? ControlSecret.of(folder.controlSecret()) : Secret.read(Path.of(given));
        HttpAccess access = HttpAccess.of(secret, settings);
        DashboardServer server = new DashboardServer(cluster.actorSystem(), settings.http(), sources, this, access);
        server.watchDriver(transport.driverFolder());
        folder.writePage(server.url());
        LOGGER.info("the page is at {}", server.url());
        return server;
    }

    /** A checkpoint of this network wins. */
    private void beginWithInitialWeights(TroupeSettings settings, ParameterLayout parameters) {
        String file = settings.learning().initialWeights().file();
        if (file.isEmpty() || earlier.hasWeights()) {
            return;
        }
        float[] weights = learner.state().online();
        LOGGER.info("{}", InitialWeights.load(Path.of(file), parameters, weights));
        learner.begin(weights);
    }

    /** The same in each start of the run: what the learner drops in a learner step depends on it. */
    private RandomGenerator randomOfRun() {
        return random(contract.settings().run().seed() * 31);
    }

    /** Another one in each start of the run; the sampler goes on where its checkpoint was taken. */
    private RandomGenerator randomOfStart() {
        return random((contract.settings().run().seed() + 1_000_003L * (earlier.incarnation() - 1)) * 31 + 1);
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
