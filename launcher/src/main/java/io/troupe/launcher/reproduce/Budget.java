package io.troupe.launcher.reproduce;

/**
 * What a run may take. The first of the two ends it.
 *
 * @param wallS seconds from its first environment step on
 */
record Budget(long maxEnvSteps, double wallS) {
    Budget times(double fraction) {
        return new Budget(Math.max(1, Math.round(maxEnvSteps * fraction)), wallS * fraction);
    }
}
