package io.troupe.learner.learning;

import io.troupe.common.config.LearningSettings.LearningRate;

/**
 * The learning rate by learner step. Step k of a warm-up over W steps has k/W of the highest rate; the schedule's first
 * step comes after the last of these.
 */
record LearningRateSchedule(LearningRate settings) {
    /** @param step steps done before, from 0 */
    double at(long step) {
        if (step < settings.warmUpSteps()) {
            return settings.highest() * (step + 1) / settings.warmUpSteps();
        }
        double done = Math.min(1, (double) (step - settings.warmUpSteps()) / settings.decaySteps());
        double fallen = switch (settings.schedule()) {
            case CONSTANT -> 0;
            case LINEAR -> done;
            case COSINE -> (1 - Math.cos(Math.PI * done)) / 2;
        };
        double last = settings.highest() * settings.finalFraction();
        return fallen == 1 ? last : settings.highest() + (last - settings.highest()) * fallen;
    }
}
