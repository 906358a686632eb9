package io.troupe.common.config;

import com.typesafe.config.Config;
import io.troupe.common.config.LearningSettings.ImportanceExponent;
import io.troupe.common.config.LearningSettings.LearningRate;
import io.troupe.common.config.LearningSettings.Optimizer;
import io.troupe.common.config.LearningSettings.Target;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.wire.StepsMessage;
import java.util.function.Predicate;

/** From a merged configuration to {@link TroupeSettings}: every key, its type and its range, in one place. */
final class SettingsReader {
    private static final int ANY_COUNT = Integer.MAX_VALUE;
    private static final int DAY_S = 86_400;
    private static final Predicate<String> ANY_TEXT = text -> true;
    private static final Predicate<String> NOT_BLANK = text -> !text.isBlank();
    private static final Predicate<String> HOST_AND_PORT = text -> text.matches("\\S+:\\d{1,5}")
        && Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) <= 65_535;
    private static final String HOST = "a host name or address";

    private final ValueReader in;
    private final EncoderReader encoders;

    SettingsReader(Config config, Problems problems) {
        in = new ValueReader(config, problems);
        encoders = new EncoderReader(config, in);
    }

    TroupeSettings read() {
        return new TroupeSettings(run(), environment(), network(), learning(), replay(), actors(), evaluation(),
            transport(), cluster(), http(), metrics(),
            in.choice("threading", TroupeSettings.Threading.class),
            in.flag("insecure"));
    }

    private RunSettings run() {
        return new RunSettings(
            in.whole("run.seed", Long.MIN_VALUE, Long.MAX_VALUE),
            in.whole("run.max-env-steps", 1, Long.MAX_VALUE),
            in.numberOrNone("run.until-return", Range.ANY),
            in.text("run.directory", "a folder", ANY_TEXT),
            in.flag("run.start-paused"),
            in.count("run.checkpoint-interval-s", 1, 7 * DAY_S),
            in.count("run.checkpoints-kept", 1, 1_000),
            in.flag("run.tensorboard"));
    }

    private EnvironmentSettings environment() {
        return new EnvironmentSettings(
            in.text("environment.name", "a name from `troupe envs`", NOT_BLANK),
            in.textMap("environment.options"),
            in.flag("environment.previous-action"),
            in.flag("environment.previous-reward"));
    }

    private NetworkSettings network() {
        return new NetworkSettings(
            encoders.read(),
            memory(),
            new NetworkSettings.Head(
                in.choice("network.head.kind", NetworkSettings.Head.Kind.class),
                in.count("network.head.hidden-units", 0, 65_536),
                in.count("network.head.embedding-size", 1, 4_096)));
    }

    private NetworkSettings.Memory memory() {
        return new NetworkSettings.Memory(
            in.choice("network.memory.kind", NetworkSettings.Memory.Kind.class),
            in.count("network.memory.units", 1, 65_536),
            in.count("network.memory.slow-period", 1, 4_096),
            new NetworkSettings.Memory.Attention(
                in.count("network.memory.context-length", 1, 4_096),
                in.count("network.memory.heads", 1, 64),
                in.choice("network.memory.score", NetworkSettings.Memory.Score.class),
                in.choice("network.memory.positions", NetworkSettings.Memory.Positions.class),
                in.number("network.memory.dropout", Range.FRACTION_BELOW_ONE),
                in.choice("network.memory.looks-at", NetworkSettings.Memory.LooksAt.class)),
            new NetworkSettings.Memory.Layers(
                in.count("network.memory.layers", 1, 64),
                in.count("network.memory.feed-forward-units", 1, 65_536),
                in.choice("network.memory.norm", NetworkSettings.Memory.Norm.class),
                in.choice("network.memory.gate", NetworkSettings.Memory.Gate.class)),
            new NetworkSettings.Memory.Chunks(
                in.count("network.memory.chunk-length", 1, 4_096),
                in.count("network.memory.top-chunks", 1, 4_096)));
    }

    private LearningSettings learning() {
        return new LearningSettings(
            in.count("learning.batch-size", 1, 65_536),
            in.count("learning.n-step", 1, 1_000),
            new LearningSettings.Sequence(
                in.count("learning.sequence.length", 1, 4_096),
                in.count("learning.sequence.burn-in", 0, 4_096),
                in.count("learning.sequence.period", 1, 4_096),
                in.number("learning.sequence.priority-eta", Range.FRACTION),
                in.choice("learning.sequence.loss-at", LearningSettings.Sequence.LossAt.class),
                in.flag("learning.sequence.stored-state")),
            in.number("learning.discount", Range.FRACTION),
            in.flag("learning.double-q"),
            in.choice("learning.loss", LearningSettings.Loss.class),
            in.number("learning.huber-threshold", Range.POSITIVE),
            in.choice("learning.value-rescaling", LearningSettings.ValueRescaling.class),
            in.number("learning.attention-entropy", Range.between(0, Double.MAX_VALUE)),
            target(),
            optimizer(),
            new ImportanceExponent(
                in.number("learning.importance-exponent.initial", Range.FRACTION),
                in.number("learning.importance-exponent.final", Range.FRACTION),
                in.whole("learning.importance-exponent.steps", 1, Long.MAX_VALUE)),
            in.count("learning.prefetch-batches", 1, 64),
            in.count("learning.accumulation-batches", 1, 65_536),
            in.choice("learning.device", LearningSettings.DeviceChoice.class),
            in.count("learning.engine-threads", 1, 1_024),
            in.count("learning.publish-steps", 1, ANY_COUNT),
            in.count("learning.publish-interval-ms", 0, 1_000 * DAY_S),
            in.choice("learning.weights-precision", WeightsPrecision.class),
            in.count("learning.weights-fan-out", 0, ANY_COUNT),
            new LearningSettings.InitialWeights(
                in.text("learning.initial-weights.file", "a safetensors file", ANY_TEXT),
                in.texts("learning.initial-weights.freeze", "a list of patterns for names, as in [\"encoder.*\"]",
                    text -> text.matches("[^\\s\\[\\]\"']+"))));
    }

    private Target target() {
        return new Target(
            in.choice("learning.target.update", Target.Update.class),
            in.count("learning.target.period", 1, ANY_COUNT),
            in.number("learning.target.polyak-rate", Range.FRACTION_ABOVE_ZERO));
    }

    private Optimizer optimizer() {
        return new Optimizer(
            in.choice("learning.optimizer.kind", Optimizer.Kind.class),
            new LearningRate(
                in.number("learning.optimizer.learning-rate", Range.FRACTION_ABOVE_ZERO),
                in.whole("learning.optimizer.warm-up-steps", 0, Long.MAX_VALUE),
                in.choice("learning.optimizer.schedule", LearningRate.Schedule.class),
                in.number("learning.optimizer.final-learning-rate-fraction", Range.FRACTION),
                in.whole("learning.optimizer.decay-steps", 1, Long.MAX_VALUE)),
            in.number("learning.optimizer.beta1", Range.FRACTION_BELOW_ONE),
            in.number("learning.optimizer.beta2", Range.FRACTION_BELOW_ONE),
            in.number("learning.optimizer.decay", Range.FRACTION_BELOW_ONE),
            in.number("learning.optimizer.epsilon", Range.FRACTION_ABOVE_ZERO),
            in.number("learning.optimizer.max-gradient-norm", Range.between(0, Double.MAX_VALUE)));
    }

    private ReplaySettings replay() {
        return new ReplaySettings(
            in.count("replay.shards", 1, 1_024),
            in.whole("replay.capacity-steps", 1, Long.MAX_VALUE),
            in.count("replay.segment-steps", 1, 65_536),
            in.number("replay.priority-exponent", Range.between(0, 2)),
            in.whole("replay.min-size-steps", 1, Long.MAX_VALUE),
            in.numberOrNone("replay.samples-per-insert", Range.POSITIVE),
            in.whole("replay.error-buffer-steps", 1, Long.MAX_VALUE),
            in.choice("replay.durability", ReplaySettings.Durability.class),
            in.text("replay.directory", "a folder", ANY_TEXT),
            in.count("replay.drain-s", 0, DAY_S),
            new ReplaySettings.Defence(
                in.flag("replay.defence.enabled"),
                in.number("replay.defence.priority-clip-quantile", Range.FRACTION_ABOVE_ZERO),
                in.number("replay.defence.priority-clip-factor", Range.between(1, 1e9)),
                in.number("replay.defence.max-actor-share", Range.FRACTION_ABOVE_ZERO)));
    }

    private ActorSettings actors() {
        return new ActorSettings(
            in.count("actors.count", 1, 4_096),
            in.count("actors.lanes", 1, 4_096),
            new ActorSettings.Exploration(
                in.number("actors.exploration.epsilon", Range.FRACTION_ABOVE_ZERO),
                in.number("actors.exploration.alpha", Range.between(0, 100)),
                in.count("actors.exploration.ladder-size", 0, ANY_COUNT)),
            in.count("actors.max-unacknowledged-records", 1, 1_048_576),
            in.count("actors.message-records", 1, StepsMessage.MAX_RECORDS),
            in.count("actors.message-delay-ms", 0, 60_000),
            in.count("actors.move-after-ms", 1, 1_000 * DAY_S),
            in.count("actors.max-environment-failures", 1, ANY_COUNT),
            new ActorSettings.Staleness(
                in.wholeOrNone("actors.staleness.max-versions", 0, Long.MAX_VALUE),
                in.numberOrNone("actors.staleness.max-age-s", Range.between(0, 7 * DAY_S)),
                in.choice("actors.staleness.action", ActorSettings.Staleness.Action.class)));
    }

    private EvaluationSettings evaluation() {
        return new EvaluationSettings(
            in.count("evaluation.episodes", 1, 1_000_000),
            in.number("evaluation.interval-s", Range.between(0, 7 * DAY_S)),
            in.number("evaluation.epsilon", Range.FRACTION),
            in.count("evaluation.attention-episodes", 0, 100),
            in.whole("evaluation.attention-bytes", 1_048_576, Long.MAX_VALUE));
    }

    private TransportSettings transport() {
        return new TransportSettings(
            in.choice("transport.channel", TransportSettings.Channel.class),
            in.choice("transport.driver", TransportSettings.Driver.class),
            in.text("transport.aeron-directory", "a folder", ANY_TEXT),
            in.text("transport.host", HOST, NOT_BLANK),
            in.count("transport.port", 0, 65_535),
            in.powerOfTwo("transport.term-length-bytes", 65_536, 1 << 30),
            in.multipleOf("transport.mtu-bytes", 32, 512, 65_504),
            in.count("transport.liveness-timeout-ms", 1_000, 3_600_000),
            in.choice("transport.encryption", TransportSettings.Encryption.class));
    }

    private ClusterSettings cluster() {
        return new ClusterSettings(
            in.text("cluster.host", HOST, NOT_BLANK),
            in.count("cluster.port", 0, 65_535),
            in.texts("cluster.seeds", "a list of host:port, as in [\"10.0.0.1:2551\", \"10.0.0.2:2551\"]",
                HOST_AND_PORT),
            in.text("cluster.node-name", "letters, digits, '.', '_' and '-', or nothing",
                text -> text.matches("[A-Za-z0-9._-]*")),
            in.count("cluster.join-timeout-s", 1, DAY_S),
            in.count("cluster.failure-timeout-s", 1, 3_600),
            in.choice("cluster.bootstrap", ClusterSettings.Bootstrap.class),
            kubernetes(), tls());
    }

    private ClusterSettings.Kubernetes kubernetes() {
        return new ClusterSettings.Kubernetes(
            in.text("cluster.kubernetes.namespace", "a namespace's name, or nothing",
                text -> text.matches("([a-z0-9]([-a-z0-9]*[a-z0-9])?)?")),
            in.text("cluster.kubernetes.selector", "a label selector, as in app.kubernetes.io/name=troupe",
                text -> text.matches("[^\\s%]+")),
            in.count("cluster.kubernetes.required-nodes", 1, 1_024),
            in.count("cluster.kubernetes.management-port", 1, 65_535));
    }

    private ClusterSettings.Tls tls() {
        return new ClusterSettings.Tls(
            in.flag("cluster.tls.enabled"),
            in.text("cluster.tls.certificate-file", "a file", ANY_TEXT),
            in.text("cluster.tls.key-file", "a file", ANY_TEXT),
            in.text("cluster.tls.ca-file", "a file", ANY_TEXT));
    }

    private HttpSettings http() {
        return new HttpSettings(
            in.flag("http.enabled"),
            in.text("http.host", HOST, NOT_BLANK),
            in.count("http.port", 0, 65_535),
            in.text("http.secret-file", "a file, or nothing", ANY_TEXT));
    }

    private MetricsSettings metrics() {
        return new MetricsSettings(
            in.flag("metrics.enabled"),
            in.text("metrics.host", HOST, NOT_BLANK),
            in.count("metrics.port", 0, 65_535));
    }
}
