package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Host;
import io.troupe.common.security.Loopback;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostGuardTest {
    @ParameterizedTest
    @CsvSource({"localhost,true", "LOCALHOST,true", "127.0.0.1,true", "127.1.2.3,true", "'::1',true",
        "localhost.evil.example,false", "127.0.0.1.evil.example,false", "evil.example,false", "10.0.0.1,false",
        "'',false"})
    void shouldKnowLoopbackNamesByTheirLetters(String name, boolean isLoopback) {
        assertEquals(isLoopback, Loopback.isName(name));
    }

    @Test
    void shouldTakeAnyNameBeyondLoopback() throws Exception {
        HostGuard guard = new HostGuard(InetAddress.getByName("0.0.0.0"));
        assertTrue(guard.check(HttpRequest.GET("/").addHeader(Host.create("learner.example"))).isEmpty());
    }
}
