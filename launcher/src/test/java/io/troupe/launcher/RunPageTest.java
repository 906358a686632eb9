package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is over, at whose address another one answers now. */
@Timeout(30)
class RunPageTest {
    @TempDir
    private Path folder;
    private HttpServer server;

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldNotTellOfAnotherRun() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] status = "{\"run_id\":\"second-0a\"}".getBytes(StandardCharsets.UTF_8);
        server.createContext("/api/v1/status", exchange -> {
            exchange.sendResponseHeaders(200, status.length);
            exchange.getResponseBody().write(status);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(folder.resolve("config.conf"), "");
        Files.writeString(folder.resolve("page-url"), url + "\n");
        Files.writeString(folder.resolve("run-id"), "first-0b\n");
        Files.writeString(folder.resolve("summary.json"), "{}");
        for (List<String> command : List.of(List.of("doctor", folder.toString()),
            List.of("inspect", "replay", folder.toString()))) {
            Tool tool = new Tool();
            assertEquals(3, tool.run(command.toArray(String[]::new)), tool::err);
            assertEquals("", tool.out());
            assertTrue(tool.err().contains("the run that answers at " + url + " is second-0a, expected first-0b"),
                tool.err());
            assertTrue(tool.err().contains(folder + " is over, as its summary.json tells"), tool.err());
        }
    }
}
