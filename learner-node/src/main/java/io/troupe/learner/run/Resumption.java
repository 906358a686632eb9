package io.troupe.learner.run;

import io.troupe.common.agent.TimeSpent;
import io.troupe.common.network.ParameterLayout;
import io.troupe.learner.checkpoint.CheckpointStore;
import io.troupe.learner.checkpoint.StoredCheckpoint;
import io.troupe.learner.learning.Learner;
import io.troupe.learner.membership.StepLedger;
import io.troupe.learner.sampling.GlobalSampler;
import io.troupe.learner.sampling.SamplerCounts;
import io.troupe.learner.status.BatchMeans;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.LedgerFile;
import io.troupe.learner.status.PolicyLag;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run's folder holds for its next start. Reading it changes nothing.
 *
 * @param incarnation  which start of the run this is, from 1; orders weights versions and batches of its learners
 * @param checkpoint   the newest whole one; empty where the run has come to none
 * @param hasWeights   whether its weights fit the network; where not, only its counts are gone on with
 * @param isOfOthers   whether the folder's checkpoints are of another network, and must be set aside
 * @param progress     how far the run had come
 * @param books        where its steps went
 * @param bestReturn   the best evaluation of all networks that the run has had
 * @param keptReturn   the evaluation of the best weights that were kept of this network
 */
public record Resumption(int incarnation, Optional<StoredCheckpoint> checkpoint, boolean hasWeights, boolean isOfOthers,
                         RunProgress progress, StepLedger.Books books, OptionalDouble bestReturn,
                         OptionalDouble keptReturn) {
    /** @param network the parameters of the network that the run is to go on with */
    public static Resumption of(RunFolder folder, ParameterLayout network) {
        CheckpointStore own = new CheckpointStore(folder.checkpoints(), 1, network);
        List<CheckpointStore> stores = new ArrayList<>(List.of(own));
        for (Path aside : folder.checkpointsAside()) {
            stores.add(new CheckpointStore(aside, 1, network));
        }
        Optional<StoredCheckpoint> newest = stores.stream().flatMap(store -> store.latest().stream()).findFirst();
        Optional<StoredCheckpoint> best = own.best();
        return new Resumption(folder.incarnation(), newest, newest.map(own::isOfThisNetwork).orElse(false),
            best.isPresent() && !own.isOfThisNetwork(best.get()), folder.progress(), LedgerFile.read(folder.ledger()),
            bestReturn(stores), best.filter(own::isOfThisNetwork).isPresent() ? bestReturn(List.of(own))
            : OptionalDouble.empty());
    }

    public boolean isFirstStart() {
        return incarnation == 1;
    }

    /** Seconds that the run has trained. */
    public double timeS() {
        return Math.max(progress.timeS(), checkpoint.map(stored -> stored.manifest().getWallS()).orElse(0.0));
    }

    /** Of the checkpoint. */
    public long learnerStep() {
        return checkpoint.map(stored -> stored.manifest().getLearnerStep()).orElse(0L);
    }

    /** As a person would name it. */
    public String checkpointName() {
        return checkpoint.map(stored -> stored.folder().getFileName().toString()).orElse("no checkpoint");
    }

    /** Before the learner's first step. */
    public void restore(Learner learner, CheckpointStore store) {
        if (hasWeights) {
            learner.restore(store.readState(checkpoint.orElseThrow()));
        }
        // The replay holds steps of versions that were given out after the checkpoint, or before there was any.
        long known = checkpoint.map(stored -> stored.manifest().getWeightsVersion()).orElse(0L);
        learner.countFrom(learnerStep(), Math.max(known, progress.weightsVersion()));
    }

    /** Before the first shard is there. */
    public void restore(GlobalSampler sampler) {
        checkpoint.ifPresent(stored -> sampler.restore(SamplerCheckpoint.read(stored.manifest())));
    }

    /** What is known before the learner says anything. */
    LearnerStats firstStats() {
        return new LearnerStats(learnerStep(), 0, progress.envSteps(), 0, 0, BatchMeans.NONE, PolicyLag.NONE,
            Distribution.NONE, 0, TimeSpent.NONE, SamplerCounts.NONE, (long) (timeS() * 1e9));
    }

    private static OptionalDouble bestReturn(List<CheckpointStore> stores) {
        return stores.stream().flatMap(store -> store.best().stream())
            .filter(stored -> stored.manifest().getHasEvaluation())
            .mapToDouble(stored -> stored.manifest().getEvalReturnMean()).max();
    }
}
