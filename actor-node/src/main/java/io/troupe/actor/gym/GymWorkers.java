package io.troupe.actor.gym;

import io.troupe.common.environment.Environment;
import java.util.random.RandomGenerator;

/**
 * The processes of the environments that one thread steps. Each is started when its first environment is made, and again,
 * when it has died, with the first one that is made after that.
 */
final class GymWorkers {
    private final GymOptions options;
    private final GymDescription description;
    private final int places;
    private final GymWorker[] workers;

    /** @param count environments at a time, at most */
    GymWorkers(GymOptions options, GymDescription description, int count) {
        this.options = options;
        this.description = description;
        int processes = Math.max(1, Math.min(options.processes(), count));
        places = Math.max(1, (count + processes - 1) / processes);
        workers = new GymWorker[processes];
    }

    /** One more, in the process that has the fewest. */
    Environment create(RandomGenerator random) {
        int fewest = 0;
        for (int i = 1; i < workers.length; i++) {
            fewest = used(i) < used(fewest) ? i : fewest;
        }
        if (workers[fewest] == null || !workers[fewest].isAlive()) {
            workers[fewest] = GymWorker.start(options, description, places);
        }
        GymWorker worker = workers[fewest];
        int place = worker.take();
        if (place < 0) {
            throw new IllegalStateException("more than " + places * workers.length + " environments at a time");
        }
        return new GymEnvironment(this, worker, place, random);
    }

    private int used(int index) {
        return workers[index] == null || !workers[index].isAlive() ? 0 : workers[index].used();
    }

    /** Begins a round in every process that something was given to, so that they compute at the same time. */
    void begin() {
        for (GymWorker worker : workers) {
            if (worker != null) {
                worker.begin();
            }
        }
    }
}
