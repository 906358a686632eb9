package io.troupe.launcher.run;

import io.troupe.actor.ActorNode;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.common.transport.MediaDriverHost;
import io.troupe.common.transport.NodeTransport;
import io.troupe.learner.LearnerNode;
import io.troupe.learner.status.RunSummary;
import io.troupe.replay.ReplayNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.agrona.CloseHelper;

/** A run in one JVM: the same nodes, the same cluster, the same streams, only that the addresses are all here. */
final class AllInOne implements TrainingRun {
    private final TrainRequest request;
    private final StopRequest stop = new StopRequest();

    AllInOne(TrainRequest request) {
        this.request = request;
    }

    @Override
    public RunSummary run() {
        Lifeline.watch(this::requestStop);
        TroupeSettings settings = request.configuration().settings();
        NodeLifecycle lifecycle = new NodeLifecycle();
        // Closed in the opposite order: nodes, then what they stand on.
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            TransportSettings transport = settings.transport();
            if (transport.driver() == TransportSettings.Driver.EMBEDDED) {
                MediaDriverHost driver = MediaDriverHost.launch(transport);
                parts.push(driver);
                transport = NodeTransport.shared(transport, driver);
            }
            ClusterSystem cluster = ClusterSystem.start(settings.cluster(), Set.of("learner", "replay", "actor"));
            parts.push(cluster);
            cluster.awaitMembership(() -> false);

            LearnerNode learner = new LearnerNode(Contracts.of(configuration("learner", transport), request.folder()),
                request.folder(), cluster, lifecycle, request.console());
            parts.push(learner);
            stop.reaches(learner::stop);
            Path replay = Contracts.replayFolder(settings, request.folder());
            for (int i = 1; i <= settings.replay().shards(); i++) {
                String name = "replay-" + i;
                parts.push(new ReplayNode(configuration(name, transport).settings(), replay.resolve(name), cluster,
                    lifecycle));
            }
            for (int i = 1; i <= settings.actors().count(); i++) {
                parts.push(new ActorNode(configuration("actor-" + i, transport).settings(), cluster, lifecycle));
            }
            return learner.run();
        } finally {
            parts.forEach(CloseHelper::quietClose);
        }
    }

    @Override
    public void requestStop(String reason) {
        stop.give(reason);
    }

    private EffectiveConfiguration configuration(String nodeName, TransportSettings transport) {
        return request.configuration().with(Map.of(
            "cluster.node-name", nodeName,
            "transport.driver", transport.driver().name().toLowerCase(Locale.ROOT),
            "transport.port", transport.port(),
            "transport.aeron-directory", transport.aeronDirectory()));
    }
}
