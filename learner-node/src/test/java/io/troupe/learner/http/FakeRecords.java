package io.troupe.learner.http;

import io.troupe.common.attention.AttentionRecord;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.learner.checkpoint.CheckpointEntry;
import io.troupe.learner.status.EvaluatedAttention;
import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Made-up records. */
final class FakeRecords implements RunRecords {
    final List<RunEvent> events = new ArrayList<>(List.of(
        new RunEvent(1, "2026-01-01T12:00:00Z", 0, RunEvent.Kind.STARTED, "the run begins"),
        new RunEvent(2, "2026-01-01T12:00:03Z", 1.5, RunEvent.Kind.JOINED, "actor-1 (actor, node 4) joined")));
    EvaluatedAttention attention;

    @Override
    public synchronized List<RunEvent> events(long afterId) {
        return events.stream().filter(event -> event.id() > afterId).toList();
    }

    synchronized void happen(RunEvent event) {
        events.add(event);
    }

    @Override
    public List<CheckpointEntry> checkpoints() {
        return List.of(
            new CheckpointEntry("best-000002", true, 1_200, 8_000, 12.5, 120, OptionalDouble.of(475.5), 70_000),
            new CheckpointEntry("checkpoint-000003", false, 1_300, 8_500, 13, 130, OptionalDouble.empty(), 210_000));
    }

    @Override
    public EffectiveConfiguration configuration() {
        return new SettingsLoader(name -> "").set("learning.batch-size=128").load();
    }

    @Override
    public Optional<EvaluatedAttention> attention() {
        return Optional.ofNullable(attention);
    }

    static EvaluatedAttention watched() {
        return new EvaluatedAttention(3, 120, 1_200, new AttentionRecord(
            List.of(new WatchedDecision(0, 0, 1, List.of(0.5f, 0.75f), "[ o ]", List.of())), 1, List.of()));
    }
}
