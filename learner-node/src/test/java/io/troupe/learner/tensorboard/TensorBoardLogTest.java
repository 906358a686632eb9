package io.troupe.learner.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.troupe.common.agent.TimeSpent;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.Layouts;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.PolicyLag;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.learner.status.StepRates;
import io.troupe.learner.status.Snapshots;
import io.troupe.proto.tensorboard.Event;
import io.troupe.proto.tensorboard.Histogram;
import io.troupe.proto.tensorboard.Summary;
import io.troupe.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static final ParameterLayout LAYOUT = Layouts.mlp(2);
    private static final WeightHistograms NO_WEIGHTS = new WeightHistograms(LAYOUT, Optional::empty);

    @TempDir
    private Path folder;

    @Test
    void shouldWriteRecordsWithTheirChecksums() throws IOException {
        List<Event> events = written();
        assertEquals("brain.Event:2", events.get(0).getFileVersion());
        assertEquals(3, events.size());
        Map<String, Float> first = scalars(events.get(1));
        assertEquals(1_000, events.get(1).getStep());
        assertEquals(0.5f, first.get("learning/loss"));
        assertEquals(20f, first.get("return_by_epsilon/0.1000"));
        assertEquals(200f, first.get("return/greedy"));
        assertFalse(first.containsKey("learning/mean_q"), "NaN is left out");
        Histogram errors = histogram(events.get(1), "td_error/absolute");
        assertEquals(List.of(0.5, 1.0), errors.getBucketLimitList());
        assertEquals(4, errors.getNum());
        assertFalse(scalars(events.get(2)).containsKey("return/greedy"), "each evaluation once");
    }

    @Test
    void shouldTellHowTheValuesOfEachParameterAreSpread() throws IOException {
        Event first = written().get(1);
        // The encoder's weight (2 × 3) is 0 … 5, so its 30 buckets are 1/6 wide; its bias is 6 and 7.
        Histogram weight = histogram(first, "weights/encoder.0.weight");
        assertEquals(30, weight.getBucketCount());
        assertEquals(List.of(0, 6, 12, 18, 24, 29), IntStream.range(0, 30).filter(i -> weight.getBucket(i) == 1).boxed()
            .toList());
        assertEquals(List.of(0.0, 5.0, 6.0, 15.0, 55.0), List.of(weight.getMin(), weight.getMax(), weight.getNum(),
            weight.getSum(), weight.getSumSquares()));
        assertEquals(5, weight.getBucketLimit(29), 1e-12);
        // The head's bias is the same number twice.
        Histogram bias = histogram(first, "weights/head.0.bias");
        assertEquals(List.of(2.0), bias.getBucketList());
        assertEquals(List.of(-1.0), bias.getBucketLimitList());
    }

    @Test
    void shouldBeginANewFileAtEachStart() throws IOException {
        new TensorBoardLog(NO_WEIGHTS, folder, 1, CLOCK).close();
        new TensorBoardLog(NO_WEIGHTS, folder, 2, CLOCK).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void shouldBeReadByTensorBoardItself() throws IOException, InterruptedException {
        Python.assumeHas("tensorboard");
        written();
        assertEquals(List.of("1000 0.5", "['td_error/absolute', 'weights/encoder.0.bias', 'weights/encoder.0.weight',"
                + " 'weights/head.0.bias', 'weights/head.0.weight'] 4.0"),
            Python.run("read_events.py", "", folder.toString()));
    }

    private List<Event> written() throws IOException {
        try (TensorBoardLog log = new TensorBoardLog(new WeightHistograms(LAYOUT, () -> Optional.of(weights())), folder, 1,
            CLOCK)) {
            log.write(snapshot(1, 1_000));
            log.write(snapshot(2.5, 1_500));
            log.write(snapshot(3.5, 2_000));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return read(files.findFirst().orElseThrow());
        }
    }

    /** 0, 1, 2 …, but for the head's bias, the last two, which are −1. */
    private static WeightsSnapshot weights() {
        ByteBuffer data = ByteBuffer.allocate(LAYOUT.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < LAYOUT.size(); i++) {
            data.putFloat(i < LAYOUT.size() - 2 ? i : -1);
        }
        return new WeightsSnapshot(1, 1, 1, new UnsafeBuffer(data.array()));
    }

    private static Histogram histogram(Event event, String tag) {
        return event.getSummary().getValueList().stream().filter(value -> value.getTag().equals(tag)).findFirst()
            .orElseThrow().getHisto();
    }

    /** The format from its description, apart from the code that writes it. */
    private static List<Event> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] header = new byte[8];
            bytes.get(header);
            int length = (int) ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
            assertEquals(masked(header), bytes.getInt());
            byte[] data = new byte[length];
            bytes.get(data);
            assertEquals(masked(data), bytes.getInt());
            events.add(Event.parseFrom(data));
        }
        return events;
    }

    /** CRC-32C bit by bit (polynomial 0x1EDC6F41, reflected), and TensorFlow's mask. */
    private static int masked(byte[] data) {
        int crc = ~0;
        for (byte one : data) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82F63B78;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static Map<String, Float> scalars(Event event) {
        return event.getSummary().getValueList().stream().filter(Summary.Value::hasSimpleValue)
            .collect(Collectors.toMap(Summary.Value::getTag, Summary.Value::getSimpleValue));
    }

    private static RunSnapshot snapshot(double timeS, long envSteps) {
        Distribution errors = Distribution.of(new double[] {0.5, 1}, new double[] {3, 1}, 0.9);
        RunSnapshot.Detail detail = new RunSnapshot.Detail(StepRates.NONE, 64, OptionalDouble.empty(), errors, 3.5,
            Double.NaN, PolicyLag.NONE, SamplerCounts.NONE, List.of(new RunSnapshot.EpsilonReturn(0.1, 3, 20)), Map.of());
        return new RunSnapshot("run", "cartpole", "mlp", timeS, envSteps, 50_000, 7, 1_000, 7, 1_000, 50_000, 1, 0.5, 1,
            0.001, Double.NaN, Double.NaN, 3, 1, 0, Snapshots.evaluation(1, 200),
            OptionalDouble.empty(), OptionalDouble.empty(), false, List.of(), List.of(), List.of(), TimeSpent.NONE,
            detail);
    }
}
