package io.troupe.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.LearningSettings.ImportanceExponent;
import io.troupe.common.config.LearningSettings.LearningRate;
import io.troupe.common.config.LearningSettings.Optimizer;
import io.troupe.common.config.LearningSettings.Target;
import io.troupe.common.error.TroupeException;
import io.troupe.common.weights.WeightsPrecision;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every default, and that no key is there for show. */
class ReferenceTest {
    /** Another valid value for every key. */
    private static final Map<String, String> OTHERS = new TreeMap<>(Map.ofEntries(
        Map.entry("run.seed", "-7"), Map.entry("run.max-env-steps", "5e4"), Map.entry("run.until-return", "475"),
        Map.entry("run.directory", "/tmp/a//b#c"), Map.entry("run.start-paused", "yes"),
        Map.entry("run.checkpoint-interval-s", "5"), Map.entry("run.checkpoints-kept", "1"),
        Map.entry("run.tensorboard", "false"),
        Map.entry("environment.name", "maze"), Map.entry("environment.options", "{ size = 5, walls.kind = brick }"),
        Map.entry("environment.previous-action", "true"), Map.entry("environment.previous-reward", "yes"),
        Map.entry("network.encoder.kind", "cnn"), Map.entry("network.encoder.hidden-units", "[64, 32]"),
        Map.entry("network.encoder.channels", "[32]"), Map.entry("network.encoder.kernels", "5"),
        Map.entry("network.encoder.strides", "2"), Map.entry("network.encoder.tokens", "7"),
        Map.entry("network.encoder.embedding-size", "8"), Map.entry("network.encoder.heads", "2"),
        Map.entry("network.encoder.score", "key"), Map.entry("network.encoder.columns", "{ image { kind = cnn } }"),
        Map.entry("network.encoder.fused-units", "32"), Map.entry("network.head.embedding-size", "8"),
        Map.entry("network.memory.kind", "attention-lstm"), Map.entry("network.memory.units", "32"),
        Map.entry("network.memory.context-length", "12"), Map.entry("network.memory.layers", "1"),
        Map.entry("network.memory.heads", "2"), Map.entry("network.memory.feed-forward-units", "128"),
        Map.entry("network.memory.norm", "post"), Map.entry("network.memory.gate", "residual"),
        Map.entry("network.memory.positions", "sinusoidal"), Map.entry("network.memory.score", "additive"),
        Map.entry("network.memory.chunk-length", "2"), Map.entry("network.memory.top-chunks", "1"),
        Map.entry("network.memory.slow-period", "2"), Map.entry("network.memory.looks-at", "past"),
        Map.entry("network.memory.dropout", "0.1"),
        Map.entry("network.head.kind", "plain"),
        Map.entry("network.head.hidden-units", "16"), Map.entry("learning.batch-size", "512"),
        Map.entry("learning.n-step", "1"), Map.entry("learning.sequence.length", "8"),
        Map.entry("learning.sequence.burn-in", "4"), Map.entry("learning.sequence.period", "2"),
        Map.entry("learning.sequence.priority-eta", "0.5"), Map.entry("learning.sequence.loss-at", "last-step"),
        Map.entry("learning.sequence.stored-state", "no"),
        Map.entry("learning.value-rescaling", "square-root"), Map.entry("learning.discount", "1"),
        Map.entry("learning.attention-entropy", "0.01"),
        Map.entry("learning.double-q", "false"), Map.entry("learning.loss", "squared"),
        Map.entry("learning.huber-threshold", "2.5"), Map.entry("learning.target.update", "polyak"),
        Map.entry("learning.target.period", "1"), Map.entry("learning.target.polyak-rate", "1"),
        Map.entry("learning.optimizer.kind", "rmsprop"), Map.entry("learning.optimizer.learning-rate", "1e-3"),
        Map.entry("learning.optimizer.warm-up-steps", "100"), Map.entry("learning.optimizer.schedule", "cosine"),
        Map.entry("learning.optimizer.decay", "0.9"),
        Map.entry("learning.optimizer.final-learning-rate-fraction", "0"),
        Map.entry("learning.optimizer.decay-steps", "10"), Map.entry("learning.optimizer.beta1", "0"),
        Map.entry("learning.optimizer.beta2", "0.99"), Map.entry("learning.optimizer.epsilon", "1.5e-4"),
        Map.entry("learning.optimizer.max-gradient-norm", "0"),
        Map.entry("learning.importance-exponent.initial", "0"), Map.entry("learning.importance-exponent.final", "1"),
        Map.entry("learning.importance-exponent.steps", "5"), Map.entry("learning.prefetch-batches", "4"),
        Map.entry("learning.accumulation-batches", "3"), Map.entry("learning.device", "cpu"),
        Map.entry("learning.engine-threads", "2"), Map.entry("learning.publish-steps", "1"),
        Map.entry("learning.publish-interval-ms", "0"), Map.entry("learning.weights-precision", "bfloat16"),
        Map.entry("learning.weights-fan-out", "2"),
        Map.entry("learning.initial-weights.file", "/tmp/weights.safetensors"),
        Map.entry("learning.initial-weights.freeze", "encoder.*, head.0.bias"),
        Map.entry("replay.shards", "3"),
        Map.entry("replay.capacity-steps", "2000000"), Map.entry("replay.segment-steps", "32"),
        Map.entry("replay.priority-exponent", "0"), Map.entry("replay.min-size-steps", "1000"),
        Map.entry("replay.samples-per-insert", "8"), Map.entry("replay.error-buffer-steps", "500"),
        Map.entry("replay.durability", "fsync"), Map.entry("replay.directory", "/data"),
        Map.entry("replay.drain-s", "5"),
        Map.entry("replay.defence.enabled", "true"), Map.entry("replay.defence.priority-clip-quantile", "0.9"),
        Map.entry("replay.defence.priority-clip-factor", "2"), Map.entry("replay.defence.max-actor-share", "0.25"),
        Map.entry("actors.count", "2"), Map.entry("actors.lanes", "16"),
        Map.entry("actors.exploration.epsilon", "0.1"), Map.entry("actors.exploration.alpha", "0"),
        Map.entry("actors.exploration.ladder-size", "64"), Map.entry("actors.max-unacknowledged-records", "64"),
        Map.entry("actors.message-records", "64"), Map.entry("actors.message-delay-ms", "0"),
        Map.entry("actors.move-after-ms", "5000"), Map.entry("actors.max-environment-failures", "1"),
        Map.entry("actors.staleness.max-versions", "4"), Map.entry("actors.staleness.max-age-s", "2.5"),
        Map.entry("actors.staleness.action", "mark"),
        Map.entry("evaluation.episodes", "10"), Map.entry("evaluation.interval-s", "0"),
        Map.entry("evaluation.epsilon", "0.001"), Map.entry("evaluation.attention-episodes", "0"),
        Map.entry("evaluation.attention-bytes", "2e6"), Map.entry("transport.channel", "udp"),
        Map.entry("transport.driver", "external"), Map.entry("transport.aeron-directory", "/dev/shm/a"),
        Map.entry("transport.host", "10.0.0.1"), Map.entry("transport.port", "40123"),
        Map.entry("transport.term-length-bytes", "65536"), Map.entry("transport.mtu-bytes", "8192"),
        Map.entry("transport.liveness-timeout-ms", "5000"),
        Map.entry("transport.encryption", "aes-gcm"), Map.entry("cluster.tls.enabled", "yes"),
        Map.entry("cluster.tls.certificate-file", "tls.crt"), Map.entry("cluster.tls.key-file", "tls.key"),
        Map.entry("cluster.tls.ca-file", "ca.crt"), Map.entry("cluster.host", "node-1"),
        Map.entry("cluster.port", "2551"), Map.entry("cluster.seeds", "a:2551, b:2552"),
        Map.entry("cluster.node-name", "learner-1"), Map.entry("cluster.join-timeout-s", "5"),
        Map.entry("cluster.failure-timeout-s", "3"), Map.entry("cluster.bootstrap", "kubernetes"),
        Map.entry("cluster.kubernetes.namespace", "runs"), Map.entry("cluster.kubernetes.selector", "app=troupe"),
        Map.entry("cluster.kubernetes.required-nodes", "3"), Map.entry("cluster.kubernetes.management-port", "8559"),
        Map.entry("http.enabled", "off"), Map.entry("http.host", "0.0.0.0"), Map.entry("http.port", "0"),
        Map.entry("http.secret-file", "/run/secrets/troupe"),
        Map.entry("metrics.enabled", "off"), Map.entry("metrics.host", "0.0.0.0"), Map.entry("metrics.port", "9464"),
        Map.entry("threading", "shared"),
        Map.entry("insecure", "true")));

    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertEquals(new TroupeSettings(
            new RunSettings(1, 1_000_000, OptionalDouble.empty(), "", false, 60, 3, true),
            new EnvironmentSettings("cartpole", Map.of(), false, false),
            new NetworkSettings(new NetworkSettings.Encoder(NetworkSettings.Encoder.Kind.MLP, List.of(128, 128)),
                NetworkSettings.Memory.none(),
                new NetworkSettings.Head(NetworkSettings.Head.Kind.DUELING, 0)),
            new LearningSettings(64, 3, LearningSettings.Sequence.none(), 0.99, true, LearningSettings.Loss.HUBER,
                1.0, LearningSettings.ValueRescaling.NONE, 0,
                new Target(Target.Update.PERIOD, 2500, 0.005),
                new Optimizer(Optimizer.Kind.ADAM,
                    new LearningRate(0.00025, 0, LearningRate.Schedule.LINEAR, 1.0, 100_000),
                    0.9, 0.999, 0.95, 1e-8, 40.0),
                new ImportanceExponent(0.4, 0.4, 100_000), 2, 1, LearningSettings.DeviceChoice.AUTO, 1, 20, 20,
                WeightsPrecision.FLOAT32, 4, LearningSettings.InitialWeights.none()),
            new ReplaySettings(2, 1_000_000, 64, 0.6, 50_000, OptionalDouble.empty(), 1000,
                ReplaySettings.Durability.MEMORY, "", 30, new ReplaySettings.Defence(false, 0.999, 10, 0.5)),
            new ActorSettings(1, 8, new ActorSettings.Exploration(0.4, 7.0, 0), 128, 8, 20, 10_000, 10,
                ActorSettings.Staleness.any()),
            new EvaluationSettings(100, 2.0, 0.0, 1, 16_777_216),
            new TransportSettings(TransportSettings.Channel.AUTO, TransportSettings.Driver.EMBEDDED, "", "127.0.0.1", 0,
                4_194_304, 1408, 20_000, TransportSettings.Encryption.AUTO),
            new ClusterSettings("127.0.0.1", 0, List.of(), "", 60, 10, ClusterSettings.Bootstrap.SEEDS,
                new ClusterSettings.Kubernetes("", "app.kubernetes.io/name=troupe,troupe.io/founds-cluster=true", 2, 8558),
                ClusterSettings.Tls.off()),
            new HttpSettings(true, "127.0.0.1", 8080, ""),
            new MetricsSettings(true, "127.0.0.1", 0),
            TroupeSettings.Threading.DEDICATED, false), EffectiveConfiguration.read("", "nothing").settings());
    }

    @Test
    void shouldReadEveryKey() {
        assertEquals(new TreeSet<>(OTHERS.keySet()), new KnownKeys().leaves());
        TroupeSettings defaults = EffectiveConfiguration.read("", "nothing").settings();
        OTHERS.forEach((path, value) -> {
            SettingsLoader loader = new SettingsLoader(name -> "");
            loader.set(path + "=" + value);
            if (path.equals("transport.driver")) {
                loader.set("transport.aeron-directory=/dev/shm/a");
            }
            if (path.equals("learning.attention-entropy")) {
                loader.set("network.memory.kind=attention-lstm");
            }
            if (path.equals("learning.attention-entropy") || path.equals("network.memory.kind")) {
                loader.set("learning.sequence.length=16");
            }
            if (path.equals("learning.sequence.length")) {
                loader.set("network.memory.kind=lstm");
            }
            if (path.equals("cluster.tls.enabled")) {
                List.of("certificate", "key", "ca").forEach(file -> loader.set("cluster.tls." + file + "-file=a"));
            }
            if (path.endsWith(".host")) {
                loader.set("insecure=true");
            }
            EffectiveConfiguration changed = loader.load();
            assertNotEquals(defaults, changed.settings(), path);
        });
    }

    @Test
    void shouldRefuseAWrongTypeForEveryKey() {
        for (String path : new KnownKeys().leaves()) {
            String wrong = List.of("environment.options", "network.encoder.columns").contains(path) ? "5" : "{ a = 1 }";
            TroupeException failure = assertThrows(TroupeException.class,
                () -> EffectiveConfiguration.read(path + " = " + wrong, "test"), path);
            assertTrue(failure.getMessage().contains("test:1: " + path + ": got "), failure.getMessage());
        }
    }

    @Test
    void shouldReadBackWhatItRenders() {
        SettingsLoader loader = new SettingsLoader(name -> "");
        OTHERS.forEach((path, value) -> loader.set(path + "=" + value));
        EffectiveConfiguration configuration = loader.load();
        EffectiveConfiguration copy = EffectiveConfiguration.read(configuration.render(), "rendered");

        assertEquals(configuration.settings(), copy.settings());
        assertEquals(configuration.render(), copy.render());
        assertEquals(Map.of("size", "5", "walls.kind", "brick"), copy.settings().environment().options());
        assertEquals("/tmp/a//b#c", copy.settings().run().directory());
        assertEquals(List.of("a:2551", "b:2552"), copy.settings().cluster().seeds());
        assertFalse(copy.settings().http().isEnabled());
        assertTrue(copy.settings().run().isStartPaused());
    }
}
