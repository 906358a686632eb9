package io.troupe.learner.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.learner.status.Snapshots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricsScrapeTest {
    private final MetricsScrape scrape = new MetricsScrape();

    @AfterEach
    void close() {
        scrape.close();
    }

    @Test
    void shouldTellTheRunWithHelpAndType() {
        scrape.update(Snapshots.running(10));
        String text = scrape.text();
        assertHasLine(text, "# HELP troupe_learner_env_steps_total Environment steps that the shards have stored");
        assertHasLine(text, "# TYPE troupe_learner_env_steps_total counter");
        assertHasLine(text, "troupe_learner_env_steps_total 40000.0");
        assertHasLine(text, "# TYPE troupe_replay_size_steps gauge");
        assertHasLine(text, "troupe_replay_size_steps{shard=\"replay-2\"} 20000.0");
        assertHasLine(text, "troupe_replay_waiting_for_inserts_seconds_total{shard=\"replay-2\"} 3.0");
        assertHasLine(text, "troupe_replay_limited_seconds_total{shard=\"replay-2\"} 1.0");
        assertHasLine(text, "troupe_replay_torn_records_total{shard=\"replay-1\"} 5.0");
        assertHasLine(text, "troupe_replay_draining{shard=\"replay-1\"} 0.0");
        assertHasLine(text, "troupe_replay_draining{shard=\"replay-2\"} 1.0");
        assertHasLine(text, "troupe_learner_working_seconds_total 2.5");
        assertHasLine(text, "troupe_learner_late_rows_total 7.0");
        assertHasLine(text, "troupe_learner_redrawn_rows_total 5.0");
        assertHasLine(text, "troupe_learner_dropped_updates_total 3.0");
        assertHasLine(text, "troupe_learner_unknown_messages_total 2.0");
        assertHasLine(text, "troupe_learner_malformed_pieces_total 1.0");
        assertHasLine(text, "troupe_actor_mean_return{actor=\"actor-1\"} 212.4");
        assertHasLine(text, "troupe_cluster_node_reachable{node=\"actor-2\",role=\"actor\"} 0.0");
        assertTrue(text.contains("jvm_memory_used_bytes{"));
        assertTrue(text.contains("jvm_gc_"));
    }

    @Test
    void shouldFollowTheNewestSnapshot() {
        scrape.update(Snapshots.running(10));
        scrape.update(Snapshots.running(20));
        assertHasLine(scrape.text(), "troupe_learner_env_steps_total 80000.0");
        assertHasLine(scrape.text(), "troupe_replay_size_steps{shard=\"replay-2\"} 40000.0");
    }

    @Test
    void shouldForgetAShardThatIsGone() {
        scrape.update(Snapshots.running(10));
        scrape.update(Snapshots.starting());
        assertFalse(scrape.text().contains("shard="));
        scrape.update(Snapshots.running(11));
        assertHasLine(scrape.text(), "troupe_replay_size_steps{shard=\"replay-1\"} 22000.0");
    }

    private static void assertHasLine(String text, String line) {
        assertTrue(text.lines().anyMatch(line::equals), () -> "no line \"" + line + "\" in\n" + text);
    }
}
