package io.troupe.launcher.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.learner.status.RunFolder;
import java.io.PrintStream;

/** The real parts, put together. */
public final class NodeRuns implements Runs {
    @Override
    public TrainingRun train(TrainRequest request) {
        throw unassembled();
    }

    @Override
    public TrainingRun learner(TrainRequest request) {
        throw unassembled();
    }

    @Override
    public NodeRun actor(EffectiveConfiguration configuration) {
        throw unassembled();
    }

    @Override
    public NodeRun replay(EffectiveConfiguration configuration) {
        throw unassembled();
    }

    @Override
    public NodeRun driver(EffectiveConfiguration configuration) {
        throw unassembled();
    }

    @Override
    public EvaluationReport evaluate(RunFolder folder, int episodes) {
        throw unassembled();
    }

    @Override
    public void play(RunFolder folder, int delayMs, PrintStream out) {
        throw unassembled();
    }

    private static UnsupportedOperationException unassembled() {
        return new UnsupportedOperationException("the nodes are not put together yet");
    }
}
