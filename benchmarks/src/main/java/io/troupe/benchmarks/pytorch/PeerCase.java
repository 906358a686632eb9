package io.troupe.benchmarks.pytorch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.LearningRate;
import io.troupe.common.config.LearningSettings.Target;
import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.run.RunContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code peer.py} has to know of a run: its network and its learner step. */
public final class PeerCase {
    /** The squared loss is Huber's with this threshold. */
    private static final double BEYOND_ALL_ERRORS = 1e30;

    private PeerCase() {
    }

    /** @throws TroupeException CONFIGURATION where the run is one that the peer does not know how to learn */
    public static ObjectNode describe(RunContract contract) {
        requireKnown(contract);
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        describeNetwork(contract, description);
        describeLearning(contract.settings().learning(), description);
        return description;
    }

    private static void describeNetwork(RunContract contract, ObjectNode to) {
        NetworkSettings network = contract.settings().network();
        putAll(to.putArray("shape"), contract.schema().observations().get(0).shape());
        to.put("actions", contract.schema().actionCount()).put("head_units", network.head().hiddenUnits());
        NetworkSettings.Encoder encoder = network.encoder();
        ObjectNode layers = to.putObject("encoder").put("kind", lowerCase(encoder.kind()));
        putAll(layers.putArray("units"), encoder.hiddenUnits());
        putAll(layers.putArray("channels"), encoder.convolutions().channels());
        putAll(layers.putArray("kernels"), encoder.convolutions().kernels());
        putAll(layers.putArray("strides"), encoder.convolutions().strides());
        Memory memory = network.memory();
        to.putObject("memory")
            .put("kind", lowerCase(memory.kind()))
            .put("units", memory.units())
            .put("context_length", memory.attention().contextLength())
            .put("positions", memory.attention().positions() == Memory.Positions.LEARNED)
            .put("layers", memory.layers().count())
            .put("heads", memory.attention().heads())
            .put("feed_forward_units", memory.layers().feedForwardUnits())
            .put("gate", lowerCase(memory.layers().gate()));
        ArrayNode parameters = to.putArray("parameters");
        for (ParameterLayout.Parameter parameter : contract.network().parameters().parameters()) {
            ObjectNode one = parameters.addObject().put("name", parameter.name())
                .put("mean", parameter.initialMean()).put("bound", parameter.initialBound());
            putAll(one.putArray("shape"), parameter.shape());
        }
    }

    private static void describeLearning(LearningSettings learning, ObjectNode to) {
        LearningSettings.Optimizer adam = learning.optimizer();
        LearningRate rate = adam.learningRate();
        Target target = learning.target();
        to.put("n", learning.nStep())
            .put("length", learning.sequence().length())
            .put("priority_eta", learning.sequence().priorityEta())
            .put("discount", learning.discount())
            .put("huber", learning.loss() == LearningSettings.Loss.SQUARED ? BEYOND_ALL_ERRORS : learning.huberThreshold())
            .put("value_rescaling", learning.valueRescaling() == LearningSettings.ValueRescaling.SQUARE_ROOT)
            .put("learning_rate", rate.highest())
            .put("final_fraction", rate.schedule() == LearningRate.Schedule.CONSTANT ? 1 : rate.finalFraction())
            .put("decay_steps", rate.decaySteps())
            .put("beta1", adam.beta1())
            .put("beta2", adam.beta2())
            .put("epsilon", adam.epsilon())
            .put("max_gradient_norm", adam.maxGradientNorm())
            .put("period", target.period())
            .put("polyak_rate", target.update() == Target.Update.POLYAK ? target.polyakRate() : 0);
    }

    /** What it does not know would silently be something else there. */
    private static void requireKnown(RunContract contract) {
        NetworkSettings network = contract.settings().network();
        Memory memory = network.memory();
        LearningSettings learning = contract.settings().learning();
        LearningSettings.Optimizer optimizer = learning.optimizer();
        boolean attends = memory.kind() == Memory.Kind.TRANSFORMER;
        Map<String, Boolean> known = new LinkedHashMap<>();
        known.put("several observation columns", contract.schema().observations().size() == 1);
        known.put("network.encoder.kind", List.of(NetworkSettings.Encoder.Kind.MLP, NetworkSettings.Encoder.Kind.CNN)
            .contains(network.encoder().kind()) && network.encoder().fusion().columns().isEmpty());
        known.put("network.memory.kind", List.of(Memory.Kind.NONE, Memory.Kind.LSTM, Memory.Kind.GRU,
            Memory.Kind.TRANSFORMER).contains(memory.kind()));
        known.put("network.memory.positions", !attends
            || memory.attention().positions() != Memory.Positions.SINUSOIDAL);
        known.put("network.memory.score", !attends || memory.attention().score() == Memory.Score.SCALED_DOT);
        known.put("network.memory.looks-at", !attends
            || memory.attention().looksAt() == Memory.LooksAt.PAST_AND_PRESENT);
        known.put("network.memory.dropout", !attends || memory.attention().dropout() == 0);
        known.put("network.memory.norm", !attends || memory.layers().norm() == Memory.Norm.PRE);
        known.put("network.head.kind", network.head().kind() == NetworkSettings.Head.Kind.DUELING);
        known.put("learning.double-q", learning.isDoubleQ());
        known.put("learning.sequence.loss-at",
            learning.sequence().lossAt() == LearningSettings.Sequence.LossAt.EVERY_STEP);
        known.put("learning.accumulation-batches", learning.accumulationBatches() == 1);
        known.put("learning.optimizer.kind", optimizer.kind() == LearningSettings.Optimizer.Kind.ADAM);
        known.put("learning.optimizer.warm-up-steps", optimizer.learningRate().warmUpSteps() == 0);
        known.put("learning.optimizer.schedule",
            optimizer.learningRate().schedule() != LearningRate.Schedule.COSINE);
        String unknown = known.entrySet().stream().filter(entry -> !entry.getValue()).map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "the peer in PyTorch does not know these settings as they"
                + " are: " + unknown + "; leave them as the presets have them");
        }
    }

    private static void putAll(ArrayNode array, List<Integer> numbers) {
        numbers.forEach(array::add);
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
