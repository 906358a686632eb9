package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSummary;
import java.util.List;

/**
 * What came of one run of a suite.
 *
 * @param starts how often the run was started; above 1 where it was interrupted and went on
 */
record RunOutcome(long seed, String folder, int starts, RunSummary summary, RunRecord record, List<CurvePoint> curve) {
    /** @param planned a run that is done */
    static RunOutcome of(PlannedRun planned) {
        RunFolder run = planned.run();
        return new RunOutcome(planned.seed(), planned.name(), run.incarnation(), RunSummary.read(run.summary()),
            RunRecord.read(planned.folder()), CurvePoint.of(run));
    }

    /** NaN where the run ended without one. */
    double greedyReturn(Floor.Judged judged) {
        return judged == Floor.Judged.LAST ? summary.evaluations().finalReturn().orElse(Double.NaN)
            : measure("mean_return");
    }

    /** A number of the best checkpoint's evaluation, or of its attention; NaN where it tells no such. */
    double measure(String name) {
        JsonNode number = name.startsWith(SuiteEntry.ATTENTION)
            ? record.evaluation().path(RunRecord.ATTENTION).path(name.substring(SuiteEntry.ATTENTION.length()))
            : record.evaluation().path(name);
        return number.isNumber() ? number.asDouble() : Double.NaN;
    }
}
