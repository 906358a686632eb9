package io.troupe.common.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TroupeSettings.Threading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentHostTest {
    @ParameterizedTest
    @EnumSource
    void shouldCloseItsAgentsAtTheEnd(Threading threading) throws InterruptedException {
        AgentHost host = new AgentHost(threading, failure -> { });
        Counting first = new Counting();
        Counting second = new Counting();
        host.start(first, second);
        assertTrue(first.hasWorked.await(10, TimeUnit.SECONDS) && second.hasWorked.await(10, TimeUnit.SECONDS));

        host.close();

        assertEquals(1, first.closed.get());
        assertEquals(1, second.closed.get());
    }

    @ParameterizedTest
    @EnumSource
    void anAgentThatComesAfterTheEndShouldBeClosedAndNeverWork(Threading threading) {
        List<Throwable> failures = new ArrayList<>();
        AgentHost host = new AgentHost(threading, failures::add);
        host.close();
        Counting late = new Counting();

        host.start(late);

        assertEquals(1, late.closed.get());
        assertEquals(1, late.hasWorked.getCount());
        host.close();
        assertEquals(1, late.closed.get());
        assertEquals(List.of(), failures);
    }

    private static final class Counting implements Agent {
        private final CountDownLatch hasWorked = new CountDownLatch(1);
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public int doWork() {
            hasWorked.countDown();
            return 0;
        }

        @Override
        public void onClose() {
            closed.incrementAndGet();
        }

        @Override
        public String roleName() {
            return "counting";
        }
    }
}
