package io.troupe.learner.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.troupe.common.network.EngineSetup;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QNetwork;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.WindowSpec;

/**
 * What a {@link Learner} computes inside a step, for a comparison with somebody else's step. It is in the learner's own
 * package because nobody else can look into one.
 */
public final class LearnerProbe {
    private LearnerProbe() {
    }

    /** ∂L/∂parameters of the learner's last step, in the layout's order, before clipping. */
    public static float[] gradient(Learner learner) {
        return learner.gradient();
    }

    /** Q-values of a batch as the learner predicts them: rows × (positions) × actions. */
    public static float[] qValues(Learner learner, RunContract contract, SampledBatch batch) {
        QNetwork network = contract.network();
        WindowSpec window = contract.window();
        Device device = device(contract);
        try (NetworkWeights weights = new NetworkWeights(network.parameters(), false, device);
             NDManager manager = EngineSetup.newManager(device)) {
            weights.load(learner.takeSnapshot().data());
            if (isOfSequences(contract)) {
                SequenceTensors tensors = new SequenceTensors(network.schema(), window);
                return network.forward(tensors.read(batch, manager, 0, shownPositions(contract)), weights.views())
                    .qValues().toFloatArray();
            }
            NDList now = new NDList();
            new WindowTensors(network.schema(), window).read(batch, manager, now, new NDList());
            return network.forward(now, weights.views()).toFloatArray();
        }
    }

    /** Whether a learner of this run computes on a GPU. */
    public static boolean isOnGpu(RunContract contract) {
        return device(contract).isGpu();
    }

    private static Device device(RunContract contract) {
        return EngineSetup.device(contract.settings().learning().device());
    }

    /** Positions that a learner of sequences predicts at: all, or those of one context. */
    public static int shownPositions(RunContract contract) {
        int positions = contract.window().lookBack() + contract.window().horizon() + 1;
        int contextLength = contract.network().contextLength();
        return contextLength > 1 ? Math.min(contextLength, positions) : positions;
    }

    /** Whether a learner of this run learns from sequences. */
    public static boolean isOfSequences(RunContract contract) {
        return contract.network().hasMemory() || contract.window().length() > 1;
    }
}
