package io.troupe.common.config;

import com.typesafe.config.Config;
import io.troupe.common.config.NetworkSettings.Encoder.Kind;
import io.troupe.common.security.Loopback;
import java.util.List;

/**
 * Settings that are right one by one and cannot go together. Each check stays silent where one of its values has been
 * found wrong already.
 */
final class CrossChecks {
    /** A slot is an int, and a tree over the slots has twice as many nodes. */
    private static final long MAX_STEPS_PER_SHARD = 1L << 29;

    private final Config config;
    private final Problems problems;

    CrossChecks(Config config, Problems problems) {
        this.config = config;
        this.problems = problems;
    }

    void check(TroupeSettings settings) {
        replay(settings);
        encoder(EncoderKeys.SECTION, settings.network().encoder());
        network(settings.network(), settings.learning().sequence(), settings.learning().nStep());
        attentionEntropy(settings);
        actors(settings.actors());
        transport(settings.transport());
        security(settings);
    }

    private void replay(TroupeSettings settings) {
        ReplaySettings replay = settings.replay();
        check(replay.minSizeSteps() <= replay.capacitySteps(),
            "is more than replay.capacity-steps = " + replay.capacitySteps() + ", so learning would never start",
            "replay.min-size-steps", "replay.capacity-steps");
        check(replay.capacitySteps() / replay.shards() <= MAX_STEPS_PER_SHARD,
            "is more than " + MAX_STEPS_PER_SHARD + " steps for each of replay.shards = " + replay.shards()
                + "; use more shards",
            "replay.capacity-steps", "replay.shards");
        // Open segments of lanes would take too much of the ring.
        long openSteps = (long) settings.actors().count() * settings.actors().lanes() * replay.segmentSteps();
        check(openSteps <= replay.capacitySteps() / 8,
            "is less than 8 × actors.count × actors.lanes × replay.segment-steps = " + 8 * openSteps
                + ", so that half-filled segments would push out what was learned from; raise it, or lower one of"
                + " these",
            "replay.capacity-steps", "actors.count", "actors.lanes", "replay.segment-steps");
        int batchSize = settings.learning().batchSize();
        replay.samplesPerInsert().ifPresent(ratio -> check(replay.errorBufferSteps() * ratio >= batchSize,
            "times replay.samples-per-insert = " + ratio + " is less than learning.batch-size = " + batchSize
                + ", so no batch would ever be let through; raise it",
            "replay.error-buffer-steps", "replay.samples-per-insert", "learning.batch-size"));
    }

    private void encoder(String section, NetworkSettings.Encoder encoder) {
        encoder.fusion().columns().forEach((name, column) -> encoder(EncoderKeys.COLUMNS + "." + name, column));
        if (encoder.kind() != Kind.CNN && encoder.kind() != Kind.SPATIAL_ATTENTION) {
            return;
        }
        String kind = EncoderKeys.path(config, section, "kind");
        String channels = EncoderKeys.path(config, section, "channels");
        NetworkSettings.Convolutions convolutions = encoder.convolutions();
        check(convolutions.count() > 0, "has no convolution, and the encoder is made of them; name at least one",
            channels, kind);
        String notAsMany = "has not as many elements as " + channels + " = " + convolutions.channels()
            + "; a convolution needs one of each";
        check(convolutions.kernels().size() == convolutions.count(), notAsMany,
            EncoderKeys.path(config, section, "kernels"), channels);
        check(convolutions.strides().size() == convolutions.count(), notAsMany,
            EncoderKeys.path(config, section, "strides"), channels);
        if (encoder.kind() == Kind.SPATIAL_ATTENTION && convolutions.count() > 0) {
            int cellSize = convolutions.channels().get(convolutions.count() - 1);
            check(cellSize % encoder.attention().heads() == 0, "does not divide the last of " + channels + ", " + cellSize,
                EncoderKeys.path(config, section, "heads"), channels);
        }
    }

    private void network(NetworkSettings network, LearningSettings.Sequence sequence, int nStep) {
        NetworkSettings.Memory memory = network.memory();
        NetworkSettings.Memory.Attention attention = memory.attention();
        if (memory.kind().looksBack() || network.head().kind().looksBack()) {
            int learned = sequence.length() + sequence.burnIn();
            check(attention.contextLength() == learned || learned > 1 && attention.contextLength() >= learned + nStep,
                "is neither learning.sequence.length + burn-in = " + learned + " nor at least learning.n-step = " + nStep
                    + " more, so the network would act on other stretches than it learns from; make it equal, or, where"
                    + " no episode is longer, so much longer",
                "network.memory.context-length", "learning.sequence.length", "learning.sequence.burn-in", "learning.n-step");
        }
        if (memory.kind().attends()) {
            check(memory.units() % attention.heads() == 0,
                "is no multiple of network.memory.heads = " + attention.heads(), "network.memory.units",
                "network.memory.heads");
        }
        check(memory.kind() != NetworkSettings.Memory.Kind.HIERARCHICAL
                || attention.looksAt() == NetworkSettings.Memory.LooksAt.PAST_AND_PRESENT,
            "is for transformer and attention-lstm, and network.memory.kind = hierarchical looks into the present step's"
                + " chunk too; leave it at past-and-present, or take the transformer",
            "network.memory.looks-at", "network.memory.kind");
        check(memory.kind() != NetworkSettings.Memory.Kind.HIERARCHICAL
                || memory.chunks().length() <= attention.contextLength(),
            "is more than network.memory.context-length = " + attention.contextLength()
                + ", so there would be nothing to choose from; lower it, or take the transformer",
            "network.memory.chunk-length", "network.memory.context-length");
        check(!memory.kind().carriesState() || !network.head().kind().looksBack(),
            "looks back over the steps, and network.memory.kind = " + ValueReader.nameOf(memory.kind())
                + " is shown one step at a time, with a state; choose another head, or a memory that looks back, or"
                + " none",
            "network.head.kind", "network.memory.kind");
        check(sequence.length() == 1 || memory.kind() != NetworkSettings.Memory.Kind.NONE
                || network.head().kind().looksBack(),
            "is for networks with a memory, and network.memory.kind is none; set it to 1, or choose a memory",
            "learning.sequence.length", "network.memory.kind");
    }

    private void attentionEntropy(TroupeSettings settings) {
        NetworkSettings network = settings.network();
        check(settings.learning().attentionEntropy() == 0 || network.memory().kind().attends()
                || network.head().kind().looksBack(),
            "is for networks that attend to steps, and with network.memory.kind = "
                + ValueReader.nameOf(network.memory().kind()) + " and network.head.kind = "
                + ValueReader.nameOf(network.head().kind()) + " nothing does; set it to 0, or choose a memory that attends,"
                + " such as transformer",
            "learning.attention-entropy", "network.memory.kind", "network.head.kind");
    }

    private void actors(ActorSettings actors) {
        check(actors.messageRecords() <= actors.maxUnacknowledgedRecords(),
            "is less than actors.message-records = " + actors.messageRecords()
                + ", so a message could never be filled",
            "actors.max-unacknowledged-records", "actors.message-records");
        check(actors.moveAfterMs() > actors.messageDelayMs(),
            "is not above actors.message-delay-ms = " + actors.messageDelayMs()
                + ", so lanes would leave healthy shards",
            "actors.move-after-ms", "actors.message-delay-ms");
    }

    private void transport(TransportSettings transport) {
        check(transport.driver() != TransportSettings.Driver.EXTERNAL || !transport.aeronDirectory().isBlank(),
            "is empty, but transport.driver = external needs the folder of the running driver (`troupe driver`)",
            "transport.aeron-directory", "transport.driver");
        check(transport.mtuBytes() <= transport.termLengthBytes() / 8,
            "is more than an eighth of transport.term-length-bytes = " + transport.termLengthBytes(),
            "transport.mtu-bytes", "transport.term-length-bytes");
    }

    private void security(TroupeSettings settings) {
        ClusterSettings.Tls tls = settings.cluster().tls();
        tlsFile(tls, tls.certificateFile(), "cluster.tls.certificate-file");
        tlsFile(tls, tls.keyFile(), "cluster.tls.key-file");
        tlsFile(tls, tls.caFile(), "cluster.tls.ca-file");
        // A key that is handed out in the clear protects nothing.
        boolean isEncrypted = tls.isEnabled() && settings.isEncryptingStreams();
        loopback(settings, settings.cluster().host(), tls.isEnabled(), "cluster.host", "cluster.tls");
        loopback(settings, settings.transport().host(), isEncrypted, "transport.host",
            "cluster.tls, by which the streams' key is handed out, and leave transport.encryption on");
        loopback(settings, settings.metrics().host(), !settings.http().secretFile().isBlank(), "metrics.host",
            "http.secret-file");
    }

    private void tlsFile(ClusterSettings.Tls tls, String file, String path) {
        check(!tls.isEnabled() || !file.isBlank(), "is empty, and cluster.tls.enabled = true needs it (`troupe credentials`"
            + " makes the files)", path, "cluster.tls.enabled");
    }

    private void loopback(TroupeSettings settings, String host, boolean isProtected, String path, String protection) {
        check(settings.isInsecure() || isProtected || Loopback.isName(host),
            "is not on loopback, and what is sent there is neither encrypted nor authenticated; set " + protection
                + ", or, where the network can be trusted, insecure=true",
            path, "insecure");
    }

    /** @param paths what the check looked at; the first is where the problem is told */
    private void check(boolean isFine, String message, String... paths) {
        if (isFine || List.of(paths).stream().anyMatch(problems::has)) {
            return;
        }
        var value = ValueReader.find(config, paths[0]);
        problems.addAt(value.origin(), paths[0], Problems.show(value) + " " + message);
    }
}
