package io.troupe.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.troupe.launcher.run.PageClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beside a run one of whose shards does not answer. */
@Timeout(30)
class AskedPageTest {
    private static final String STATUS = "{\"shards\":[{\"node_id\":2},{\"node_id\":3}]}";
    private static final String TOP =
        "{\"top\":[{\"times_sampled\":4,\"step\":\"0a/1\"},{\"times_sampled\":0,\"step\":\"0a/2\"}]}";

    private HttpServer server;

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldFollowAStepOfAShardThatAnswers() throws IOException {
        AskedPage page = serve(Map.of("/api/v1/status", STATUS, "/api/v1/replay/shards/3", TOP));
        assertEquals("0a/2", page.undrawn().path("step").asText());
        assertTrue(page.replay().isMissingNode());
        assertNull(page.step("0b/7"));
    }

    @Test
    void shouldFindNoStepWhereNoShardAnswers() throws IOException {
        assertNull(serve(Map.of("/api/v1/status", STATUS)).undrawn());
    }

    @Test
    void shouldAskAllAtOnceWhereAllAnswer() throws IOException {
        assertEquals("0a/2", serve(Map.of("/api/v1/replay/top", TOP)).undrawn().path("step").asText());
    }

    /** Whatever is not there is told as of a silent shard. */
    private AskedPage serve(Map<String, String> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (answer == null ? "{\"code\":\"SHARD_SILENT\",\"message\":\"silent\"}" : answer)
                .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new AskedPage(new PageClient("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty(), ""));
    }
}
