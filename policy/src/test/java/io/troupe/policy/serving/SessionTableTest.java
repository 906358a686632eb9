package io.troupe.policy.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.policy.Policies;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.PolicySession;
import io.troupe.policy.serving.ServingSettings.Fallback;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SessionTableTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ServingSettings SETTINGS = new ServingSettings(2, Duration.ZERO, 8, Duration.ofSeconds(1), 2,
        TIMEOUT, Fallback.ERROR, 0);

    private final Policy policy =
        Policy.of(Policies.of("lstm", Policies.PLAIN, 1), new PolicyOptions(2, 1, 1));
    private long now = -5;
    private final SessionTable sessions = new SessionTable(policy, SETTINGS, () -> now);

    @AfterEach
    void close() {
        policy.close();
    }

    @Test
    void shouldFindASessionByItsHandleAlone() {
        String one = sessions.open().orElseThrow();
        String other = sessions.open().orElseThrow();
        assertNotEquals(one, other);
        PolicySession found = sessions.find(one).orElseThrow();
        assertSame(found, sessions.find(one).orElseThrow());
        assertNotEquals(found, sessions.find(other).orElseThrow());
        assertEquals(Optional.empty(), sessions.find("0".repeat(32)));
    }

    @Test
    void shouldEndTheSessionThatIsNotUsedAndGiveItsPlaceToAnother() {
        String used = sessions.open().orElseThrow();
        String unused = sessions.open().orElseThrow();
        assertEquals(Optional.empty(), sessions.open(), "there are as many as may be");
        now += TIMEOUT.toNanos() - 1;
        assertTrue(sessions.find(used).isPresent());
        now++;
        assertEquals(Optional.empty(), sessions.find(unused));
        String next = sessions.open().orElseThrow();
        assertTrue(sessions.find(used).isPresent());
        assertTrue(sessions.find(next).isPresent());
    }
}
