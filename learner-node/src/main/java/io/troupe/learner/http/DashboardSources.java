package io.troupe.learner.http;

import io.troupe.learner.inspection.LaneQueries;
import io.troupe.learner.inspection.ReplayQueries;
import io.troupe.learner.status.PolicySource;
import io.troupe.learner.status.RunLedger;
import io.troupe.learner.status.RunRecords;
import io.troupe.learner.status.RunSnapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the server has its answers from. All thread-safe and quick.
 *
 * @param snapshots the run's present numbers, called every half second; never null
 * @param earlier   of the run's earlier starts, oldest first
 * @param readiness whether the run has all that it needs: {@code /health/ready}
 * @param replay    answers what is asked of the replay
 * @param lanes     answers what is asked of the actors
 * @param ledger    where every step is: {@code /api/v1/ledger}
 * @param records   what the run keeps and has told
 * @param policy    what the run has learned so far: {@code /v1/policy/act}
 */
public record DashboardSources(Supplier<RunSnapshot> snapshots, List<RunSnapshot> earlier,
                               Supplier<Boolean> readiness, ReplayQueries replay, LaneQueries lanes,
                               Supplier<RunLedger> ledger, RunRecords records, PolicySource policy) {
    public DashboardSources {
        earlier = List.copyOf(earlier);
    }
}
