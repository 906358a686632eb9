package io.troupe.benchmarks.learner;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.benchmarks.Spread;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.run.RunContract;
import io.troupe.learner.learning.LearnerMetrics;
import io.troupe.learner.learning.LearnerProbe;
import io.troupe.learner.learning.SampledBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** One case: the two learners get the same weights and batches, have to compute the same, and take turns. */
final class LearnerComparison {
    private static final int BATCHES = 4;
    private static final int BATCH_SEED = 7;
    /** Of which nothing is kept: the JIT compiles, caches fill. */
    private static final int WARM_UP_TURNS = 8;
    private static final double MAX_DIFFERENCE = 1e-4;

    private final LearnerCase measured;
    private final LearnerPlan plan;

    LearnerComparison(LearnerCase measured, LearnerPlan plan) {
        this.measured = measured;
        this.plan = plan;
    }

    /**
     * @param peer null where there is no PyTorch
     * @throws TroupeException RESOURCE where the two compute something else
     */
    LearnerRow run(PyTorchPeer peer) {
        RunContract contract = measured.contract(plan.settings());
        SampledBatch[] batches = RandomBatches.of(contract, BATCHES, new SplittableRandom(BATCH_SEED));
        try (OwnLearner own = new OwnLearner(contract, batches)) {
            Double difference = peer == null ? null : compare(own, peer, contract, batches);
            for (int i = 0; i < WARM_UP_TURNS; i++) {
                own.run(plan.seconds());
            }
            if (peer == null) {
                return alone(own);
            }
            peer.run(plan.seconds());
            return inTurns(own, peer, difference);
        }
    }

    private LearnerRow alone(OwnLearner own) {
        double[] rates = new double[plan.rounds()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = own.run(plan.seconds()).stepsPerCpuSecond();
        }
        return new LearnerRow(measured, Spread.of(rates), null, null, null, own.allocatedBytesPerStep(), null);
    }

    private LearnerRow inTurns(OwnLearner own, PyTorchPeer peer, Double difference) {
        double[] ownRates = new double[plan.rounds()];
        double[] peerRates = new double[plan.rounds()];
        double[] ratios = new double[plan.rounds()];
        double[] clockRatios = new double[plan.rounds()];
        for (int i = 0; i < plan.rounds(); i++) {
            Turn ours = own.run(plan.seconds());
            Turn theirs = peer.run(plan.seconds());
            ownRates[i] = ours.stepsPerCpuSecond();
            peerRates[i] = theirs.stepsPerCpuSecond();
            ratios[i] = ownRates[i] / peerRates[i];
            clockRatios[i] = ours.stepsPerSecond() / theirs.stepsPerSecond();
        }
        return new LearnerRow(measured, Spread.of(ownRates), Spread.of(peerRates), Spread.of(ratios),
            Spread.of(clockRatios), own.allocatedBytesPerStep(), difference);
    }

    /** The Q-values of a batch, and the loss, the priorities and the gradient of a step on it. */
    private double compare(OwnLearner own, PyTorchPeer peer, RunContract contract, SampledBatch[] batches) {
        Path file = peer.folder().resolve("case");
        try {
            CaseFile.write(file, contract, own.learner().state().online(), batches);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        peer.load(file);
        JsonNode theirs = peer.check();
        double difference = requireEqual("Q-values", LearnerProbe.qValues(own.learner(), contract, batches[0]),
            theirs.get("q_values"));
        LearnerMetrics metrics = own.learner().step(batches[0]);
        requireEqual("loss", new float[] {(float) metrics.loss()}, theirs.get("loss"));
        requireEqual("priorities", metrics.priorities(), theirs.get("priorities"));
        requireEqual("gradient", LearnerProbe.gradient(own.learner()), theirs.get("gradient"));
        return difference;
    }

    private double requireEqual(String what, float[] ours, JsonNode theirs) {
        double largest = ours.length == theirs.size() ? 0 : Double.NaN;
        for (int i = 0; i < Math.min(ours.length, theirs.size()); i++) {
            largest = Math.max(largest, Math.abs(ours[i] - theirs.get(i).asDouble()));
        }
        if (!(largest <= MAX_DIFFERENCE)) {
            throw new TroupeException(ErrorCode.RESOURCE, measured.name() + ": " + what + " of the learner and of"
                + " PyTorch differ by " + largest + ", expected at most " + MAX_DIFFERENCE + " (" + ours.length
                + " and " + theirs.size() + " numbers): the two do not measure the same thing");
        }
        return largest;
    }
}
