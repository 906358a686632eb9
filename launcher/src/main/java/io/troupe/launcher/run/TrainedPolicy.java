package io.troupe.launcher.run;

import com.typesafe.config.ConfigUtil;
import io.troupe.common.config.EffectiveConfiguration;
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
import io.troupe.policy.PolicyManifest;
import io.troupe.policy.PolicyPackage;
import io.troupe.proto.CheckpointManifest;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;

/** What a run has learned: its best weights, with the environment that they are for. */
final class TrainedPolicy {
    private final EffectiveConfiguration configuration;
    private final TroupeSettings settings;
    private final QNetwork network;
    private final StoredCheckpoint checkpoint;
    private final float[] weights;
    private final StepLayout layout;

    private TrainedPolicy(EffectiveConfiguration configuration, QNetwork network, StoredCheckpoint checkpoint,
                          float[] weights, StepLayout layout) {
        this.configuration = configuration;
        settings = configuration.settings();
        this.network = network;
        this.checkpoint = checkpoint;
        this.weights = weights;
        this.layout = layout;
    }

    /** @throws TroupeException CHECKPOINT where the run has none yet */
    static TrainedPolicy of(RunFolder folder) {
        return of(folder, "best");
    }

    /**
     * @param checkpoint best, latest, or the name of one
     * @throws TroupeException CHECKPOINT where the run has no such one, or it is damaged
     */
    static TrainedPolicy of(RunFolder folder, String checkpoint) {
        EffectiveConfiguration configuration = folder.configuration();
        EnvironmentSchema schema = Contracts.schema(configuration.settings());
        QNetwork network = QNetwork.of(configuration.settings().network(), schema);
        CheckpointStore store = new CheckpointStore(folder.checkpoints(), 1, network.parameters());
        StoredCheckpoint stored = switch (checkpoint) {
            case "best" -> store.best().orElseThrow(() -> noneYet(folder));
            case "latest" -> store.latest().orElseThrow(() -> noneYet(folder));
            default -> store.named(checkpoint);
        };
        return new TrainedPolicy(configuration, network, stored, store.readWeights(stored), new StepLayout(schema));
    }

    /**
     * The same policy in an environment with these options of its own instead of those that it was trained with.
     *
     * @throws TroupeException CONFIGURATION where they are wrong, or what the environment shows or takes is another then
     */
    TrainedPolicy with(Map<String, String> environmentOptions) {
        if (environmentOptions.isEmpty()) {
            return this;
        }
        Map<String, String> changes = environmentOptions.entrySet().stream().collect(Collectors.toMap(
            option -> ConfigUtil.joinPath("environment", "options", option.getKey()), Map.Entry::getValue));
        EffectiveConfiguration changed = configuration.with(changes);
        EnvironmentSchema schema = Contracts.schema(changed.settings());
        if (!schema.equals(layout.schema())) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "environment options " + environmentOptions
                + ": " + settings.environment().name() + " is " + schema + " then; expected " + layout.schema()
                + " as in training. Choose options that leave what it shows and takes as it was");
        }
        return new TrainedPolicy(changed, network, checkpoint, weights, layout);
    }

    private static TroupeException noneYet(RunFolder folder) {
        return new TroupeException(ErrorCode.CHECKPOINT,
            folder.path() + " has no whole checkpoint yet; train longer, or choose another run");
    }

    /** All of it for a file. */
    PolicyPackage packed(String runId) {
        CheckpointManifest manifest = checkpoint.manifest();
        return new PolicyPackage(PolicyManifest.of(runId, checkpointName(), manifest.getWeightsVersion(),
            manifest.getLearnerStep(), manifest.getEnvSteps()), configuration, network.schema(), weights.clone());
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

    QNetwork network() {
        return network;
    }

    /** In the order of the network's parameters. */
    float[] weights() {
        return weights.clone();
    }

    NetworkQFunction qFunction(int maxRows) {
        return qFunction(maxRows, weights);
    }

    /** With other weights than the policy's own. */
    NetworkQFunction qFunction(int maxRows, float[] values) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[values.length * Float.BYTES]);
        for (int i = 0; i < values.length; i++) {
            bytes.putFloat(i * Float.BYTES, values[i], ByteOrder.LITTLE_ENDIAN);
        }
        NetworkQFunction qFunction = new NetworkQFunction(network, maxRows, settings.learning().engineThreads());
        qFunction.load(bytes);
        return qFunction;
    }
}
