package io.troupe.launcher.run;

import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.actor.evaluation.QComparison;
import java.nio.file.Path;

/**
 * What became of a policy that was compressed.
 *
 * @param checkpoint what was compressed, as a person would name it
 * @param file       where it was written
 * @param size       bytes and zeros
 * @param change     of Q, over the observations of the greedy episodes of before
 * @param before     greedy episodes with the weights as they were
 * @param after      the same episodes with those that are read from the file
 */
public record CompressionReport(String checkpoint, Path file, Size size, Change change, Returns before, Returns after) {
    /**
     * @param bytes     of the tensors, without the file's header
     * @param gzipBytes of the same when they are packed, which tells what zeros are worth
     * @param zeroShare of all parameters
     */
    public record Size(long bytesBefore, long bytes, long gzipBytesBefore, long gzipBytes, double zeroShare) {
    }

    /** @param agreement share of the observations for which both value the same action highest, legal or not */
    public record Change(double meanDifference, double maxDifference, double agreement, long observations) {
        static Change of(QComparison comparison) {
            return new Change(comparison.meanDifference(), comparison.maxDifference(), comparison.agreement(),
                comparison.observations());
        }
    }

    /** Of so many episodes. */
    public record Returns(int episodes, double mean, double min, double max) {
        static Returns of(EvaluationOutcome outcome) {
            return new Returns(outcome.episodes(), outcome.meanReturn(), outcome.minReturn(), outcome.maxReturn());
        }
    }
}
