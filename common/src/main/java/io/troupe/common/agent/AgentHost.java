package io.troupe.common.agent;

import io.troupe.common.config.TroupeSettings.Threading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.CompositeAgent;

/**
 * Runs a process's long-running duties: each on a thread of its own, or all on one. An error that leaves a duty cycle
 * ends that agent and is handed to {@code onFatal} once.
 */
public final class AgentHost implements AutoCloseable {
    private static final int CLOSE_TIMEOUT_MS = 5_000;

    private final Threading threading;
    private final Consumer<Throwable> onFatal;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final List<AgentRunner> runners = new ArrayList<>();
    private boolean isClosed;

    public AgentHost(Threading threading, Consumer<Throwable> onFatal) {
        this.threading = threading;
        this.onFatal = onFatal;
    }

    /**
     * Starts these agents; under {@code SHARED} they share one thread. Those that come after the end, as where a node is
     * told of its run while its process stops, let go of what they have at once.
     */
    public synchronized void start(Agent... agents) {
        if (isClosed) {
            for (Agent agent : agents) {
                agent.onClose();
            }
            return;
        }
        if (threading == Threading.SHARED) {
            startRunner(agents.length == 1 ? agents[0] : new CompositeAgent(agents));
        } else {
            for (Agent agent : agents) {
                startRunner(agent);
            }
        }
    }

    private void startRunner(Agent agent) {
        ErrorHandler errorHandler = error -> {
            if (!(error instanceof AgentTerminationException) && hasFailed.compareAndSet(false, true)) {
                onFatal.accept(error);
            }
            throw new AgentTerminationException(error);
        };
        AgentRunner runner = new AgentRunner(new PatientIdleStrategy(), errorHandler, null, agent);
        AgentRunner.startOnThread(runner, runnable -> {
            Thread thread = new Thread(runnable, agent.roleName());
            thread.setDaemon(true);
            return thread;
        });
        runners.add(runner);
    }

    /** Stops all agents and waits until their {@code onClose} has run. */
    @Override
    public synchronized void close() {
        isClosed = true;
        for (AgentRunner runner : runners) {
            runner.close(CLOSE_TIMEOUT_MS, thread -> thread.interrupt());
        }
        runners.clear();
    }
}
