package io.troupe.common.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "LocalHost", "127.0.0.1", "127.1.2.3", "127.255.255.255", "127.0.0.0",
        "::1", "[::1]", "0:0:0:0:0:0:0:1"})
    void shouldKnowWhatOnlyThisMachineReaches(String host) {
        assertTrue(Loopback.isName(host));
    }

    /** Names that begin or end like one of this machine are what a name server says that they are. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost.evil.com", "evil.localhost.com", "localhost.", "mylocalhost", "127.evil.com",
        "127.0.0.evil.com", "127.0.0.1.evil.com", "evil.127.0.0.1", "127.0.0.1evil"})
    void shouldTakeNamesOfOthersForWhatTheyAre(String host) {
        assertFalse(Loopback.isName(host));
    }

    /** The first two are every address that the machine has; octets beyond 255 make no address, but a name. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "[::]", "127.256.0.1", "127.0.0.999", "127.0.0", "127", "1127.0.0.1",
        "128.0.0.1", "10.0.0.1", "::2", "[::1", "::1]", "[127.0.0.1]", "fe80::1", "2001:db8::1", "", " ", " 127.0.0.1",
        "127.0.0.1:8080"})
    void shouldTakeNoOtherAddress(String host) {
        assertFalse(Loopback.isName(host));
    }
}
