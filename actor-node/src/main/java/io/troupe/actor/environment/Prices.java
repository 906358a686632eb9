package io.troupe.actor.environment;

import java.util.random.RandomGenerator;

/** Where {@link Trading} has its prices from. */
@FunctionalInterface
interface Prices {
    /** Fills the array with the prices of one episode, oldest first, each above 0. */
    void draw(RandomGenerator random, double[] prices);

    /**
     * Made up: the return of step t is 1% · sin(2π(t + φ)/20) with noise of 0.5%, where φ is drawn once for an episode. Who
     * sees some of the past knows what comes next, but for the noise.
     */
    static void cycle(RandomGenerator random, double[] prices) {
        double phase = random.nextDouble(2 * Math.PI);
        prices[0] = 100;
        for (int at = 1; at < prices.length; at++) {
            prices[at] = prices[at - 1]
                * Math.exp(0.01 * Math.sin(2 * Math.PI * at / 20 + phase) + 0.005 * random.nextGaussian());
        }
    }

    /** Made up: a random walk of 1% a step, in which there is nothing to learn but not to pay costs. */
    static void walk(RandomGenerator random, double[] prices) {
        prices[0] = 100;
        for (int at = 1; at < prices.length; at++) {
            prices[at] = prices[at - 1] * Math.exp(0.01 * random.nextGaussian());
        }
    }
}
