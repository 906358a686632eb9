package io.troupe.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with settings, and how it is told. */
class SettingsProblemsTest extends SettingsFile {
    private static String failure(SettingsLoader loader) {
        TroupeException failure = assertThrows(TroupeException.class, loader::load);
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        return failure.getMessage();
    }

    @Test
    void shouldNameTheNearestNetwork() {
        assertEquals("in the configuration, --network: got 'mpl', expected one of "
                + String.join(", ", NetworkPresets.NAMES) + "; the nearest is mlp",
            failure(loader().network("mpl")));
    }

    @Test
    void shouldTellAllProblemsAtOnceWithTheirPlaces() throws IOException {
        Path file = file("learning {", "  batch-sise = 128", "}", "replay.shards = two", "akka { loglevel = DEBUG }");
        assertEquals("5 problems in the configuration:\n"
                + "  " + file + ":2: learning.batch-sise: unknown key; the nearest known key is learning.batch-size\n"
                + "  " + file + ":4: replay.shards: got \"two\", expected a whole number from 1 to 1024\n"
                + "  " + file + ":5: akka: unknown key; the nearest known key is "
                + new KnownKeys().nearest("akka") + "\n"
                + "  --set: actors.lane: unknown key; the nearest known key is actors.lanes\n"
                + "  --set: learning.discount: got 1.5, expected a number from 0 to 1",
            failure(loader().file(file).set("learning.discount=1.5").set("actors.lane=3")));
    }

    @Test
    void shouldTellWhereAFileIsBroken() throws IOException {
        Path file = file("run {", "  seed = 3");
        String message = failure(loader().file(file).set("replay.shards=0"));
        assertTrue(message.contains(file + ":"), message);
        assertTrue(message.contains("--set: replay.shards: got 0"), message);
    }

    @Test
    void shouldTellOfAFileThatIsMissing() {
        Path missing = folder.resolve("none.conf");
        assertEquals("in the configuration, --config: got " + missing + ", expected a file that can be read",
            failure(loader().file(missing)));
    }

    @Test
    void shouldNameTheOptionOfABadValue() {
        assertEquals(
            "in the configuration, --lanes: actors.lanes: got \"many\", expected a whole number from 1 to 4096",
            failure(loader().option("--lanes", "actors.lanes", "many")));
    }

    @Test
    void shouldPassOnThatAnEnvironmentIsUnknown() {
        SettingsLoader loader = new SettingsLoader(name -> {
            throw new TroupeException(ErrorCode.CONFIGURATION, "no environment is called '" + name + "'");
        });
        assertEquals("2 problems in the configuration:\n"
                + "  --set: environment.name: no environment is called 'pole'\n"
                + "  --set: run.seed: got \"x\", expected a whole number",
            failure(loader.set("environment.name=pole").set("run.seed=x")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        run.seed=1.5                            | run.seed: got 1.5, expected a whole number
        run.max-env-steps=0                     | got 0, expected a whole number of at least 1
        run.max-env-steps=1e400                 | expected a whole number of at least 1
        run.until-return=never                  | got "never", expected a number or none
        run.start-paused=maybe                  | got "maybe", expected true or false
        environment.name=                       | got "", expected a name from `troupe envs`
        environment.options={a=[1]}             | environment.options.a: got [1], expected text, a number
        network=mlp                             | network: got "mlp", expected a section
        network.encoder.kind=conv               | got "conv", expected one of mlp, cnn, embedding, spatial-attention
        network.encoder={kind=cnn,kernels=[3,3]} | network.encoder.kernels: [3,3] has not as many elements as
        network.encoder={kind=cnn,strides=[]}   | network.encoder.strides: [] has not as many elements as
        network.encoder={kind=spatial-attention,heads=3} | network.encoder.heads: 3 does not divide the last of
        network.encoder={kind=mlp,strides=[]}   | ok
        network.encoder.columns.image=cnn       | network.encoder.columns.image: got "cnn", expected a section with keys
        network.encoder.columns.image.kernel=3  | unknown key; the nearest known key is network.encoder.columns.image.kernels
        network.encoder.columns.image.columns={} | image.columns: unknown key; the nearest known key is
        network.encoder.columns.image.kind=conv | network.encoder.columns.image.kind: got "conv", expected one of mlp
        network.encoder.columns.image={kind=cnn,strides=[1,1]} | image.strides: [1,1] has not as many elements as
        network.encoder.columns={"a.kind"=mlp}  | a.kind: only a column whose name is letters, digits
        network.encoder.hidden-units=[64,0]     | got [64,0], expected a list of at most 16 elements
        learning.loss=l2                        | got "l2", expected one of huber, squared
        learning.discount=NaN                   | got "NaN", expected a number from 0 to 1
        learning.optimizer.beta2=1              | got 1, expected a number from 0 to below 1
        learning.target.polyak-rate=0           | got 0, expected a number above 0 to 1
        learning.optimizer.max-gradient-norm=-1 | got -1, expected a number of at least 0
        learning.huber-threshold=0              | got 0, expected a number above 0
        learning.huber-threshold=1e999          | expected a number above 0
        replay.samples-per-insert=0             | got 0, expected a number above 0 or none
        replay.shards=null                      | replay.shards: got null, expected a whole number
        replay.shards=true                      | got true, expected a whole number
        actors.message-records=65               | got 65, expected a whole number from 1 to 64
        transport.term-length-bytes=100000      | got 100000, expected a power of two from 65536
        transport.mtu-bytes=1400                | got 1400, expected a multiple of 32 from 512 to 65504
        transport.channel=tcp                   | got "tcp", expected one of auto, ipc, udp
        cluster.seeds=here                      | got "here", expected a list of host:port
        cluster.seeds=["here:70000"]            | got ["here:70000"], expected a list of host:port
        cluster.node-name=a b                   | got "a b", expected letters, digits
        http.port=65536                         | got 65536, expected a whole number from 0 to 65535
        replay.min-size-steps=2000000           | 2000000 is more than replay.capacity-steps = 1000000
        replay.capacity-steps=900000000000      | is more than 536870912 steps for each of replay.shards = 2
        actors.lanes=4000                       | replay.capacity-steps: 1000000 is less than 8 × actors.count
        actors.max-unacknowledged-records=4     | 4 is less than actors.message-records = 8
        actors.move-after-ms=20                 | 20 is not above actors.message-delay-ms = 20
        transport.driver=external               | transport.aeron-directory: "" is empty, but transport.driver
        transport.mtu-bytes=65504               | ok
        learning.batch-size                     | --set: got 'learning.batch-size', expected path=value
        a.b=1                                   | --set: a: unknown key; the nearest known key is
        a..b=1                                  | --set: got 'a..b', expected the path of a setting
        """)
    void shouldSayWhatIsWrong(String assignment, String expected) {
        if (expected.equals("ok")) {
            assertNotNull(loader().set(assignment).load());
            return;
        }
        String message = failure(loader().set(assignment));
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith("in the configuration, "), "one problem only: " + message);
    }

    @Test
    void shouldOfferMetricsBeyondLoopbackOnlyWhereTheNetworkIsTrusted() {
        String message = failure(loader().set("metrics.host=0.0.0.0"));
        assertTrue(message.contains("metrics.host") && message.contains("insecure=true"), message);
        assertEquals("0.0.0.0", loader().set("metrics.host=0.0.0.0").set("insecure=true").load().settings().metrics()
            .host());
    }

    @Test
    void beyondLoopbackNodesShouldWantCertificatesAndEncryptedStreams() {
        String message = failure(loader().set("transport.host=10.0.0.1"));
        assertTrue(message.contains("transport.host") && message.contains("cluster.tls"), message);
        SettingsLoader secured = loader().set("transport.host=10.0.0.1").set("cluster.tls.enabled=true")
            .set("cluster.tls.certificate-file=a").set("cluster.tls.key-file=b").set("cluster.tls.ca-file=c");
        assertEquals(TransportSettings.Encryption.AES_GCM, secured.load().settings().nodeTransport().encryption(),
            "auto must not turn out to be in the clear");
        message = failure(secured.set("transport.encryption=none"));
        assertTrue(message.contains("transport.host"), message);
        message = failure(loader().set("cluster.tls.enabled=true"));
        assertTrue(message.contains("cluster.tls.key-file") && message.contains("troupe credentials"), message);
    }

    @Test
    void shouldRefuseAnErrorBufferThatLetsNoBatchThrough() {
        String message = failure(loader().set("replay.samples-per-insert=0.5").set("replay.error-buffer-steps=100"));
        assertTrue(message.contains("so no batch would ever be let through"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        attention-lstm | network.memory.context-length=13 | 13 is neither learning.sequence.length + burn-in = 12
        hierarchical   | learning.sequence.burn-in=3      | network.memory.context-length: 16 is neither
        hierarchical   | network.memory.heads=3           | network.memory.units: 64 is no multiple of
        episodic       | network.memory.units=66          | network.memory.units: 66 is no multiple of
        lstm           | network.head.kind=dueling-attention | network.memory.kind = lstm is shown one step at a time
        hierarchical-lstm | network.head.kind=dueling-attention | choose another head, or a memory that looks back
        mlp            | network.head.kind=dueling-attention | 16 is neither learning.sequence.length + burn-in = 1
        mlp            | learning.sequence.length=16         | is for networks with a memory
        lstm           | learning.attention-entropy=0.1      | learning.attention-entropy: 0.1 is for networks that attend
        hierarchical   | learning.attention-entropy=-1       | got -1, expected a number
        hierarchical   | network.memory.dropout=1            | got 1, expected a number from 0 to below 1
        hierarchical   | network.memory.looks-at=past     | network.memory.looks-at: "past" is for transformer and
        transformer    | network.memory.looks-at=future   | got "future", expected one of past-and-present, past
        hierarchical   | network.memory.chunk-length=17   | 17 is more than network.memory.context-length = 16
        """)
    void shouldRefuseANetworkThatCannotWork(String network, String assignment, String expected) {
        String message = failure(loader().network(network).set(assignment));
        assertTrue(message.contains(expected), message);
    }

    @Test
    void shouldLearnFromSequencesWhereTheHeadLooksBack() {
        assertNotNull(loader().network("mlp").set("network.head.kind=dueling-attention")
            .set("network.memory.context-length=12").set("learning.sequence.length=12").load());
        assertNotNull(loader().network("transformer").set("network.head.kind=dueling-attention").load());
    }

    @Test
    void shouldTellAWrongValueOnceThatSeveralColumnsTakeOver() {
        assertEquals("in the configuration, --set: network.encoder.tokens: got 300, expected a whole number from 1 to 256",
            failure(loader().set("network.encoder.tokens=300").set("network.encoder.columns.a.kind=mlp")
                .set("network.encoder.columns.b.kind=embedding")));
    }

    @Test
    void shouldNotCrossCheckWhatIsWrongAlready() {
        String message = failure(loader().set("replay.capacity-steps=-5").set("replay.min-size-steps=2000000"));
        assertEquals("in the configuration, --set: replay.capacity-steps: got -5, "
            + "expected a whole number of at least 1", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"learning.learning-rate", "learning.optimizer.learningRate", "learning_rate"})
    void shouldFindTheNearestKey(String path) {
        assertEquals("learning.optimizer.learning-rate", new KnownKeys().nearest(path));
    }
}
