package io.troupe.common.run;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.proto.ElementTypeDescription;
import io.troupe.proto.EnvironmentDescription;
import io.troupe.proto.ObservationColumnDescription;
import io.troupe.proto.RunDescription;
import java.util.List;
import java.util.Map;

/**
 * What all nodes of a run agree on, as values; {@link #describe} and {@link #read} are its way through Protobuf. An
 * actor or a shard knows nothing of the run before it gets this.
 */
public record RunContract(String runId, EffectiveConfiguration configuration, EnvironmentSchema schema) {
    /** Names of the fingerprints that are compared at the handshake. */
    public static final String SCHEMA = "schema";
    public static final String ENVIRONMENT = "environment";
    /** Name of the fingerprint that tells one network's recurrent states from another's. */
    public static final String NETWORK = "network";

    private static final String WINDOW = "window";

    public TroupeSettings settings() {
        return configuration.settings();
    }

    /** How steps are stored; with recurrent states where the network has one and it is to be stored. */
    public StepLayout layout() {
        boolean isStateStored = settings().learning().sequence().isStateStored();
        return new StepLayout(schema, isStateStored ? network().stateSize() * Float.BYTES : 0);
    }

    public WindowSpec window() {
        LearningSettings learning = settings().learning();
        LearningSettings.Sequence sequence = learning.sequence();
        return network().hasMemory() || sequence.length() > 1
            ? WindowSpec.sequence(layout(), sequence.burnIn(), sequence.length(), learning.nStep(), sequence.period())
            : WindowSpec.nStep(schema, learning.nStep());
    }

    public QNetwork network() {
        return QNetwork.of(settings().network(), schema);
    }

    public RunDescription describe() {
        EnvironmentDescription.Builder environment = EnvironmentDescription.newBuilder()
            .setName(settings().environment().name())
            .putAllOptions(settings().environment().options())
            .setActionCount(schema.actionCount());
        for (ObservationColumn column : schema.observations()) {
            environment.addObservations(ObservationColumnDescription.newBuilder()
                .setName(column.name())
                .setType(ElementTypeDescription.valueOf(column.type().name()))
                .addAllShape(column.shape()));
        }
        return RunDescription.newBuilder()
            .setRunId(runId)
            .setSeed(settings().run().seed())
            .setEnvironment(environment)
            .setConfiguration(configuration.render())
            .putAllFingerprints(Map.of(
                SCHEMA, layout().fingerprint(),
                ENVIRONMENT, settings().environment().name(),
                WINDOW, window().fingerprint(),
                NETWORK, network().parameters().fingerprint()))
            .build();
    }

    /**
     * Reads what the coordinator tells, and checks that this node would lay out records and windows as the learner
     * does.
     *
     * @throws TroupeException LAYOUT_MISMATCH with both values where it would not: the two run different versions
     */
    public static RunContract read(RunDescription description) {
        EnvironmentDescription environment = description.getEnvironment();
        List<ObservationColumn> columns = environment.getObservationsList().stream()
            .map(column -> new ObservationColumn(column.getName(), ElementType.valueOf(column.getType().name()),
                List.copyOf(column.getShapeList())))
            .toList();
        RunContract contract = new RunContract(description.getRunId(),
            EffectiveConfiguration.read(description.getConfiguration(), "the run's description"),
            new EnvironmentSchema(columns, environment.getActionCount()));
        requireEqual(SCHEMA, contract.layout().fingerprint(), description);
        requireEqual(WINDOW, contract.window().fingerprint(), description);
        return contract;
    }

    private static void requireEqual(String name, String own, RunDescription description) {
        String learners = description.getFingerprintsOrDefault(name, "");
        if (!own.equals(learners)) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the run's " + name + " is '" + learners
                + "' at the learner and '" + own + "' at this node; run the same version of Troupe on both");
        }
    }
}
