package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The other tests of this package are as good as the names that are found. */
class MetricNamesTest {
    @Test
    void shouldFindMetricsAndNothingElseOfAQuery() {
        assertEquals(Set.of("a_total", "b", "c:d"), MetricNames.in(
            "max by (shard, node) (rate(a_total{x=\"b{}\", y=~\"z_.*\"}[5m])) / on () group_left () b > bool 1e-6 "
                + "unless abs(c:d) == Inf"));
    }

    @Test
    void shouldKnowWhatThePageExplains() {
        assertEquals(Set.of(), MetricNames.unexplained("troupe_learner_steps_total or up or jvm_memory_used_bytes"));
        assertEquals(Set.of("troupe_learner_step_total"), MetricNames.unexplained("rate(troupe_learner_step_total[1m])"));
        assertTrue(MetricNames.explained().size() > 80);
    }
}
