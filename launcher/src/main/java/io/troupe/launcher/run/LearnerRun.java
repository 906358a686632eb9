package io.troupe.launcher.run;

import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.NodeLifecycle;
import io.troupe.learner.LearnerNode;
import io.troupe.learner.status.RunSummary;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The learner in a process of its own. */
final class LearnerRun implements TrainingRun {
    /** The others hear that the run has ended before the cluster goes away under them. */
    private static final long FAREWELL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final TrainRequest request;
    private final StopRequest stop = new StopRequest();

    LearnerRun(TrainRequest request) {
        this.request = request;
    }

    @Override
    public RunSummary run() {
        Lifeline.watch(this::requestStop);
        TroupeSettings settings = request.configuration().settings();
        NodeLifecycle lifecycle = new NodeLifecycle();
        String name = settings.cluster().nodeName().isEmpty() ? "learner" : settings.cluster().nodeName();
        ClusterSystem cluster = ClusterSystem.start(settings.cluster(), Set.of("learner"));
        try {
            cluster.awaitMembership(() -> false);
            cluster.onTermination(() -> lifecycle.failed(new TroupeException(ErrorCode.RESOURCE,
                "the cluster has given the learner up: it was not heard of for too long")));
            try (LearnerNode node = new LearnerNode(
                Contracts.of(request.configuration().with(Map.of("cluster.node-name", name)), request.folder()),
                request.folder(), cluster, lifecycle, request.console())) {
                stop.reaches(node::stop);
                RunSummary summary = node.run();
                LockSupport.parkNanos(FAREWELL_NS);
                return summary;
            }
        } finally {
            cluster.close();
        }
    }

    @Override
    public void requestStop(String reason) {
        stop.give(reason);
    }
}
