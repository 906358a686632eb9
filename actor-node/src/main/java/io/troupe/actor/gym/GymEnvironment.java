package io.troupe.actor.gym;

import io.troupe.common.environment.Observation;
import io.troupe.common.environment.SplitEnvironment;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/**
 * One environment of a {@link GymWorker}. Each episode begins with a seed of its own, so that it depends on nothing that
 * came before. After a failure the environment is used no more: its place makes another one.
 */
final class GymEnvironment implements SplitEnvironment {
    private final GymWorkers workers;
    private final GymWorker worker;
    private final int place;
    private final RandomGenerator random;
    private boolean isMade;

    GymEnvironment(GymWorkers workers, GymWorker worker, int place, RandomGenerator random) {
        this.workers = workers;
        this.worker = worker;
        this.place = place;
        this.random = random;
    }

    @Override
    public void giveReset() {
        // Not negative, and of 31 bits: some simulators take no more.
        worker.give(place, isMade ? GymWorker.RESET : GymWorker.MAKE, random.nextInt() >>> 1);
    }

    @Override
    public void takeReset(Observation observation) {
        await();
        isMade = true;
        write(observation);
    }

    @Override
    public void giveAction(int action) {
        worker.give(place, GymWorker.STEP, action);
    }

    @Override
    public void takeStep(StepOutcome outcome) {
        await();
        int end = worker.memory().end(place);
        outcome.reward((float) worker.memory().reward(place))
            .terminated((end & GymWorker.TERMINATED) != 0)
            .truncated((end & GymWorker.TRUNCATED) != 0);
        write(outcome.observation());
    }

    /** By Gymnasium's own {@code render}. */
    @Override
    public String render() {
        return isMade ? worker.draw(place) : "";
    }

    private void await() {
        if (worker.isWaitingToBegin(place)) {
            workers.begin();
        }
        worker.await(place);
    }

    private void write(Observation observation) {
        observation.putColumn(0, worker.memory().buffer(), worker.memory().observationOffset(place));
        observation.putLegalActions(worker.memory().buffer(), worker.memory().maskOffset(place));
    }

    @Override
    public void close() {
        worker.release(place);
    }
}
