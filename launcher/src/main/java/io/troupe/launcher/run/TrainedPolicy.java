package io.troupe.launcher.run;

import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.EnvironmentProvider;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.checkpoint.StoredCheckpoint;
import io.troupe.learner.status.RunFolder;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** What a run has learned: its best weights, with the environment that they are for. */
final class TrainedPolicy {
    private final TroupeSettings settings;
    private final QNetwork network;
    private final StoredCheckpoint checkpoint;
    private final UnsafeBuffer weights;
    private final StepLayout layout;

    private TrainedPolicy(TroupeSettings settings, QNetwork network, StoredCheckpoint checkpoint, UnsafeBuffer weights,
                          StepLayout layout) {
        this.settings = settings;
        this.network = network;
        this.checkpoint = checkpoint;
        this.weights = weights;
        this.layout = layout;
    }

    /** @throws TroupeException CHECKPOINT where the run has none yet */
    static TrainedPolicy of(RunFolder folder) {
        TroupeSettings settings = folder.configuration().settings();
        EnvironmentSchema schema = Contracts.schema(settings);
        QNetwork network = QNetwork.of(settings.network(), schema);
        CheckpointStore store = new CheckpointStore(folder.checkpoints(), 1, network.parameters());
        StoredCheckpoint checkpoint = store.best().orElseThrow(() -> new TroupeException(ErrorCode.CHECKPOINT,
            folder.path() + " has no whole checkpoint yet; train longer, or choose another run"));
        float[] values = store.readWeights(checkpoint);
        UnsafeBuffer weights = new UnsafeBuffer(new byte[values.length * Float.BYTES]);
        for (int i = 0; i < values.length; i++) {
            weights.putFloat(i * Float.BYTES, values[i], ByteOrder.LITTLE_ENDIAN);
        }
        return new TrainedPolicy(settings, network, checkpoint, weights, new StepLayout(schema));
    }

    TroupeSettings settings() {
        return settings;
    }

    StepLayout layout() {
        return layout;
    }

    EnvironmentProvider environment() {
        return Environments.of(settings.environment());
    }

    /** As a person would name it. */
    String checkpointName() {
        return checkpoint.folder().getFileName().toString();
    }

    NetworkQFunction qFunction(int maxRows) {
        NetworkQFunction qFunction = new NetworkQFunction(network, maxRows, settings.learning().engineThreads());
        qFunction.load(weights);
        return qFunction;
    }
}
