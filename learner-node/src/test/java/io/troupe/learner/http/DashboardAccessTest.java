package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.HttpSettings;
import io.troupe.common.config.SettingsLoader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may read, and who may command. */
@Timeout(60)
final class DashboardAccessTest extends ServedRun {
    @Test
    void shouldTakeCommandsFromWhoKnowsTheSecret() throws Exception {
        assertEquals(202, command("pause", "Bearer " + SECRET).statusCode());
        assertEquals(202, command("resume", "bearer " + SECRET).statusCode());
        assertEquals(202, command("stop", "Bearer " + SECRET).statusCode());
        assertEquals(List.of("pause", "resume", "stop: stopped over HTTP"), control.commands());
    }

    @Test
    void shouldRefuseCommandsWithoutTheSecret() throws Exception {
        HttpResponse<String> without = command("stop", null);
        assertEquals(401, without.statusCode());
        assertEquals("Bearer", without.headers().firstValue("WWW-Authenticate").orElse(""));
        assertProblem("UNAUTHORIZED", without);
        assertEquals(401, command("stop", "Basic dGhlLXNlY3JldA==").statusCode());
        HttpResponse<String> wrong = command("stop", "Bearer the-secreT");
        assertEquals(403, wrong.statusCode());
        assertProblem("FORBIDDEN", wrong);
        assertEquals(List.of(), control.commands());
    }

    @Test
    void shouldNotAnswerUnderAForeignName() throws Exception {
        String answer = raw("GET /api/v1/status HTTP/1.1\r\nHost: evil.example:" + server.boundPort()
            + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
        assertTrue(answer.contains("FOREIGN_HOST"), answer);
        assertFalse(answer.contains("run_id"), answer);
        contract.hold("GET", "/api/v1/status", 421, "application/json", answer.substring(answer.indexOf("\r\n\r\n")));
        assertTrue(raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldAllowNoOtherOrigin() throws Exception {
        HttpResponse<String> response = contract.send(
            request("api/v1/status").header("Origin", "http://evil.example").GET().build());
        assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @Test
    void shouldWantTheSecretForReadingBeyondLoopback() throws Exception {
        try (DashboardServer guarded = new DashboardServer(testKit.system(), new HttpSettings(true, "127.0.0.1", 0),
            sources(), control, new HttpAccess(SECRET, false))) {
            for (String path : List.of("api/v1/status", "api/v1/events", "api/v1/config", "metrics")) {
                URI uri = URI.create(guarded.url() + path);
                assertEquals(401, contract.send(HttpRequest.newBuilder(uri).build()).statusCode(), path);
            }
            assertEquals(200, contract.send(HttpRequest.newBuilder(URI.create(guarded.url() + "api/v1/status"))
                .header("Authorization", "Bearer " + SECRET).build()).statusCode());
            for (String path : List.of("v1/policy/act", "v1/policy/sessions")) {
                assertEquals(401, contract.send(HttpRequest.newBuilder(URI.create(guarded.url() + path))
                    .POST(HttpRequest.BodyPublishers.ofString("{}")).build()).statusCode(), path);
            }
            for (String path : List.of("", "assets/app.js", "health/live")) {
                assertEquals(200, contract.send(HttpRequest.newBuilder(URI.create(guarded.url() + path)).build())
                    .statusCode(), path);
            }
        }
    }

    @Test
    void shouldGuardReadingWhereItListensBeyondLoopbackAndTheNetworkIsNotTrusted() {
        assertTrue(access("127.0.0.1", false).isReadingOpen());
        assertTrue(access("0.0.0.0", true).isReadingOpen());
        assertFalse(access("0.0.0.0", false).isReadingOpen());
    }

    private static HttpAccess access(String host, boolean isInsecure) {
        return HttpAccess.of(SECRET, new SettingsLoader(name -> "").set("http.host=\"" + host + "\"")
            .set("insecure=" + isInsecure).load().settings());
    }

    private HttpResponse<String> command(String name, String authorization) throws Exception {
        HttpRequest.Builder request = request("api/v1/control/" + name).POST(HttpRequest.BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return contract.send(request.build());
    }
}
