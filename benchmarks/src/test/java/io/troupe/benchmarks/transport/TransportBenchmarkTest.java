package io.troupe.benchmarks.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.TroupeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportBenchmarkTest {
    private static final TransportPlan SHORT = new TransportPlan(1, 1, 2, 2, 20, 5);

    @ParameterizedTest
    @CsvSource({"ipc, ipc, 65504", "udp-8192, udp, 8192"})
    void shouldMeasureBothWaysBetweenTwoProcesses(String name, String channel, int mtu) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TransportBenchmark(SHORT, List.of(256)).run(List.of(name), true,
            new PrintStream(bytes, true, StandardCharsets.UTF_8), told -> { });
        JsonNode line = new ObjectMapper().readTree(bytes.toString(StandardCharsets.UTF_8));
        assertEquals(channel, line.path("channel").asText());
        assertEquals(mtu, line.path("mtu").asInt());
        assertEquals(256, line.path("row_bytes").asInt());
        assertEquals(64, line.path("rows_per_message").asInt());
        double ratio = line.path("aeron_rows_per_s").asDouble() / line.path("grpc_rows_per_s").asDouble();
        assertEquals(ratio, line.path("ratio").asDouble(), 0.01);
        for (String field : List.of("round_trip_p50_us", "grpc_round_trip_p50_us", "shard_inserts_per_s",
            "shard_samples_per_s", "shard_round_trip_p50_us")) {
            assertTrue(line.path(field).asDouble() > 0, field + " in " + line);
        }
    }

    @Test
    void shouldRefuseACaseThatDoesNotExist() {
        TroupeException refusal = assertThrows(TroupeException.class,
            () -> new TransportBenchmark().run(List.of("tcp"), true, System.out, told -> { }));
        assertTrue(refusal.getMessage().contains("udp-1408"), refusal.getMessage());
    }

    @Test
    void shouldNoticeARowThatIsNotTheNext() {
        RowsWriter writer = new RowsWriter(128);
        RowsReader reader = new RowsReader(128);
        reader.read(writer.bytes(), 0, writer.next(3));
        int lost = writer.next(2);
        assertTrue(lost > 0);
        int length = writer.next(1);
        IllegalStateException error = assertThrows(IllegalStateException.class,
            () -> reader.read(writer.bytes(), 0, length));
        assertTrue(error.getMessage().contains("got row 5, expected row 3"), error.getMessage());
    }

    @Test
    void shouldAcknowledgeWhatIsNotFullAtOnce() {
        RowsWriter writer = new RowsWriter(1024);
        RowsReader reader = new RowsReader(1024);
        reader.read(writer.bytes(), 0, writer.next(writer.rowsPerMessage()));
        assertEquals(false, reader.isAckDue());
        reader.read(writer.bytes(), 0, writer.next(1));
        assertTrue(reader.isAckDue());
        assertEquals(writer.rowsPerMessage() + 1, reader.rows());
    }

    @Test
    void shouldCarryTheSameBytesOverGrpc() throws Exception {
        RowsWriter writer = new RowsWriter(128);
        int length = writer.next(5);
        var method = GrpcRows.method(128);
        GrpcRows.Rows sent = new GrpcRows.Rows(writer.array()).length(length);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (var stream = method.streamRequest(sent)) {
            ((io.grpc.Drainable) stream).drainTo(wire);
        }
        GrpcRows.Rows received = method.parseRequest(new java.io.ByteArrayInputStream(wire.toByteArray()));
        assertEquals(0, received.bytes().compareTo(new UnsafeBuffer(writer.array(), 0, length)));
        assertEquals(77L, method.parseResponse(method.streamResponse(77L)));
    }
}
