package io.troupe.launcher.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beside a server that wants a secret at one path. */
@Timeout(30)
class PageClientTest {
    private static final String WHERE_NONE = "start one";

    private final List<String> shown = new ArrayList<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/silent", exchange ->
            answer(exchange, 503, "{\"code\":\"SHARD_SILENT\",\"message\":\"Shard replay-1 does not answer\"}"));
        server.createContext("/open", exchange -> answer(exchange, 200, "{\"is\":\"open\"}"));
        server.createContext("/api/v1/status", exchange -> answer(exchange, 200, "{\"run_id\":\"second-0a\"}"));
        server.createContext("/guarded", exchange -> {
            String secret = exchange.getRequestHeaders().getFirst("Authorization");
            if ("Bearer right".equals(secret)) {
                answer(exchange, 200, "{\"is\":\"guarded\"}");
            } else {
                answer(exchange, secret == null ? 401 : 403, "{\"code\":\"X\",\"message\":\"This needs the run's secret\"}");
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        shown.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void shouldShowTheSecretOnlyWhereItIsWanted() {
        PageClient page = new PageClient(url, Optional.of("right"), WHERE_NONE);
        assertEquals("open", page.get("/open").get("is").asText());
        assertEquals("guarded", page.get("/guarded").get("is").asText());
        assertEquals(List.of("/open null", "/guarded null", "/guarded Bearer right"), shown);
    }

    @Test
    void shouldSayHowToNameASecretThatIsMissing() {
        TroupeException refused = assertThrows(TroupeException.class,
            () -> new PageClient(url, Optional.empty(), WHERE_NONE).get("/guarded"));
        assertEquals(ErrorCode.CONFIGURATION, refused.code());
        assertEquals("This needs the run's secret; name it with --secret-file", refused.getMessage());
    }

    @Test
    void shouldTellThatASecretIsWrong() {
        TroupeException refused = assertThrows(TroupeException.class,
            () -> new PageClient(url, Optional.of("wrong"), WHERE_NONE).get("/guarded"));
        assertEquals("This needs the run's secret", refused.getMessage());
        assertEquals(2, shown.size(), "it is shown once");
    }

    @Test
    void shouldSayWhatCanBeDoneWhereNoRunAnswers() {
        server.stop(0);
        TroupeException none = assertThrows(TroupeException.class,
            () -> new PageClient(url, Optional.empty(), WHERE_NONE).get("/open"));
        assertEquals(ErrorCode.RESOURCE, none.code());
        assertEquals("no run answers at " + url + ": start one", none.getMessage());
    }

    @Test
    void shouldNotTakeTheRunThatHasAnAddressNowForTheOneThatHadIt() {
        PageClient page = new PageClient(url, Optional.empty(), WHERE_NONE);
        assertEquals("open", page.expecting("second-0a").get("/open").get("is").asText());
        TroupeException other = assertThrows(TroupeException.class, () -> page.expecting("first-0b"));
        assertEquals(ErrorCode.RESOURCE, other.code());
        assertEquals("the run that answers at " + url + " is second-0a, expected first-0b, which does not go on there: "
            + WHERE_NONE, other.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertTrue(assertThrows(TroupeException.class, () -> new PageClient("htp://x", Optional.empty(), WHERE_NONE))
            .getMessage().contains("--url: got 'htp://x'"));
    }

    @Test
    void shouldTellWhatIsDeniedFromARunThatDoesNotAnswer() {
        PageClient page = new PageClient(url, Optional.empty(), WHERE_NONE);
        assertEquals("open", page.find("/open").orElseThrow().get("is").asText());
        assertTrue(page.find("/silent").isEmpty());
        assertTrue(page.find("/none").isEmpty());
        assertTrue(assertThrows(TroupeException.class, () -> page.get("/silent")).getMessage().contains("replay-1"));
        server.stop(0);
        assertThrows(TroupeException.class, () -> page.find("/silent"));
    }
}
