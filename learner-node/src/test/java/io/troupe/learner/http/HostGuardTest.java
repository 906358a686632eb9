package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.Host;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostGuardTest {
    @ParameterizedTest
    @CsvSource({"learner.example,true,false", "learner.example,false,true", "127.0.0.1.evil.example,true,false",
        "learner,true,true", "10.0.0.7,true,true", "127.0.0.1,true,true", "'[fd00::7]',true,true", "localhost,true,true"})
    void beyondLoopbackNamesOfTheInternetShouldBeTakenWhereTheSecretIs(String name, boolean isReadingOpen, boolean isTaken)
        throws Exception {
        HostGuard guard = new HostGuard(InetAddress.getByName("0.0.0.0"), isReadingOpen);
        assertEquals(isTaken, guard.check(HttpRequest.GET("/").addHeader(Host.create(name))).isEmpty());
    }
}
