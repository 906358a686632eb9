package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Hold one thing, hold nothing, or owe it, while its price changes. The task is the project's own.
 *
 * <p>Actions: the position for the next step, 0 for −1 (sold short), 1 for 0, 2 for 1 (bought). Observation, float32: the
 * last w returns of the price in percent, 100 · ln(p_i / p_{i−1}), oldest first, and the present position. Reward: the
 * profit of the step after costs, in percent of what is traded, 100 · (position · (p_{t+1}/p_t − 1) − cost · |change of
 * position|). What was earned is put aside, and every step is played with the same stake. An episode begins without a
 * position somewhere in the {@link Prices} and is truncated after its steps: the market goes on, and a last position is not
 * sold. A step allocates nothing.
 */
final class Trading implements Environment {
    static final int ACTIONS = 3;

    private static final String MARKS = "▁▂▃▄▅▆▇█";
    private static final String[] POSITIONS = {"sold short", "nothing", "bought"};

    private final Prices source;
    private final int window;
    private final double cost;
    private final RandomGenerator random;
    private final double[] prices;
    /** Of the present price. */
    private int now;
    private int position;
    private double profit;
    private boolean isOver = true;

    /**
     * @param window w, returns that are shown
     * @param steps  of an episode
     * @param cost   of a change of the position by 1, as a share of the price
     */
    Trading(Prices source, int window, int steps, double cost, RandomGenerator random) {
        this.source = source;
        this.window = window;
        this.cost = cost;
        this.random = random;
        prices = new double[rows(window, steps)];
    }

    /** Prices that an episode takes. */
    static int rows(int window, int steps) {
        return window + steps + 1;
    }

    @Override
    public void reset(Observation observation) {
        source.draw(random, prices);
        now = window;
        position = 0;
        profit = 0;
        isOver = false;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action >= ACTIONS) {
            throw new IllegalArgumentException(
                "trading got action " + action + "; expected 0 (sell short), 1 (hold nothing) or 2 (buy)");
        }
        if (isOver) {
            throw new IllegalStateException("trading was stepped without a reset after its episode's end");
        }
        int change = Math.abs(action - 1 - position);
        position = action - 1;
        double earned = 100 * (position * (prices[now + 1] / prices[now] - 1) - cost * change);
        profit += earned;
        now++;
        isOver = now == prices.length - 1;
        write(outcome.observation());
        outcome.reward((float) earned).truncated(isOver);
    }

    @Override
    public String render() {
        double lowest = prices[now];
        double highest = prices[now];
        for (int at = now - window; at <= now; at++) {
            lowest = Math.min(lowest, prices[at]);
            highest = Math.max(highest, prices[at]);
        }
        StringBuilder text = new StringBuilder();
        for (int at = now - window; at <= now; at++) {
            double share = highest > lowest ? (prices[at] - lowest) / (highest - lowest) : 0;
            text.append(MARKS.charAt((int) Math.round(share * (MARKS.length() - 1))));
        }
        return text.append(String.format(Locale.ROOT, "\nstep %d of %d   price %.4g   %s   profit %+.2f%%", now - window,
            prices.length - 1 - window, prices[now], POSITIONS[position + 1], profit)).toString();
    }

    private void write(Observation observation) {
        for (int each = 0; each < window; each++) {
            int at = now - window + 1 + each;
            observation.putFloat(0, each, (float) (100 * Math.log(prices[at] / prices[at - 1])));
        }
        observation.putFloat(0, window, position);
    }
}
