package io.troupe.actor.evaluation;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ConstantQFunction;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import org.agrona.concurrent.NanoClock;

/**
 * What acts without having learned anything, for a policy to be held against: the same action in every step, or any by
 * chance.
 *
 * @param action that is always taken; −1 where each is as likely as the others
 */
public record Baseline(int action) {
    private static final int ANY = -1;
    private static final String RANDOM = "random";
    private static final String ACTION = "action:";

    /** @throws TroupeException CONFIGURATION where the text is neither {@code random} nor {@code action:N} */
    public static Baseline of(String text) {
        if (text.equals(RANDOM)) {
            return new Baseline(ANY);
        }
        if (text.matches(ACTION + "\\d{1,6}")) {
            return new Baseline(Integer.parseInt(text.substring(ACTION.length())));
        }
        throw new TroupeException(ErrorCode.CONFIGURATION, "baseline '" + text
            + "': expected random, or action:N for one that always takes action N");
    }

    /**
     * What plays the episodes of this evaluation as the baseline does: they begin from the same seeds.
     *
     * @throws TroupeException CONFIGURATION where the environment has no such action
     */
    public GreedyEvaluator evaluator(EvaluationSpec spec, NanoClock clock) {
        return new GreedyEvaluator(spec.withEpsilon(epsilon()), qFunction(spec.layout().schema(), spec.maxLanes()), clock);
    }

    /** The share of random actions with which {@link #qFunction} acts as the baseline does. */
    public double epsilon() {
        return action == ANY ? 1 : 0;
    }

    /**
     * Values the baseline's action above all others.
     *
     * @throws TroupeException CONFIGURATION where the environment has no such action
     */
    public QFunction qFunction(EnvironmentSchema schema, int maxRows) {
        if (action >= schema.actionCount()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "baseline " + this + ": the environment has "
                + schema.actionCount() + " actions; expected action:0 … action:" + (schema.actionCount() - 1));
        }
        float[] values = new float[schema.actionCount()];
        values[Math.max(action, 0)] = 1;
        return new ConstantQFunction(schema, values, maxRows);
    }

    /** As a part of names: random, action_2. */
    public String key() {
        return toString().replace(':', '_');
    }

    @Override
    public String toString() {
        return action == ANY ? RANDOM : ACTION + action;
    }
}
