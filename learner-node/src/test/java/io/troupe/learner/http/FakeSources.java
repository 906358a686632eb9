package io.troupe.learner.http;

import io.troupe.learner.inspection.LaneQueries;
import io.troupe.learner.inspection.ReplayQueries;
import io.troupe.learner.status.PolicySource;
import io.troupe.learner.status.RunLedger;
import io.troupe.learner.status.RunRecords;
import io.troupe.learner.status.RunSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** What a server has its answers from, made up. */
final class FakeSources {
    private FakeSources() {
    }

    /** A run without earlier starts, whose ledger has one lane that is there and one that is gone. */
    static DashboardSources of(Supplier<RunSnapshot> snapshots, Supplier<Boolean> readiness,
                               ReplayQueries replay) {
        return of(snapshots, readiness, replay, new FakeLanes());
    }

    static DashboardSources of(Supplier<RunSnapshot> snapshots, Supplier<Boolean> readiness,
                               ReplayQueries replay, LaneQueries lanes) {
        return of(snapshots, readiness, replay, lanes, new FakeRecords(), new FakePolicy());
    }

    static DashboardSources of(Supplier<RunSnapshot> snapshots, Supplier<Boolean> readiness,
                               ReplayQueries replay, LaneQueries lanes, RunRecords records, PolicySource policy) {
        return new DashboardSources(snapshots, List.of(), readiness, replay, lanes, () -> new RunLedger(
            new RunLedger.Total(2, 300, 280, 15, 5, 40, 0, 0),
            List.of(new RunLedger.Lane(1, "actor-1", 200, 185, 15, 0), new RunLedger.Lane(7, null, 100, 95, 0, 5))),
            records, policy);
    }
}
