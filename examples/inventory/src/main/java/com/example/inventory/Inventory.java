package com.example.inventory;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;

/** {@link Warehouse} as an environment: an action is the number of pallets to order, the reward what the day cost. */
public final class Inventory implements Environment {
    /** Numbers of an observation: stock, each delivery on its way, and the weekday, one of seven. */
    static final int ELEMENTS = 1 + Warehouse.LEAD_DAYS + Warehouse.WEEK;
    /** A day costs some ten; networks learn rewards of about one sooner. */
    private static final double REWARD_SCALE = 10;

    private final int episodeDays;
    private final Warehouse warehouse;
    private int days;
    private double cost;

    Inventory(int episodeDays, RandomGenerator random) {
        this.episodeDays = episodeDays;
        warehouse = new Warehouse(random);
    }

    @Override
    public void reset(Observation observation) {
        warehouse.begin();
        days = 0;
        cost = 0;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        cost = warehouse.pass(action);
        days++;
        write(outcome.observation());
        // The warehouse goes on for ever; only our patience ends.
        outcome.reward((float) (-cost / REWARD_SCALE)).truncated(days >= episodeDays);
    }

    private void write(Observation observation) {
        for (int i = 0; i < ELEMENTS; i++) {
            observation.putFloat(0, i, element(warehouse, i));
        }
    }

    /** Element {@code i} of what the policy sees: also where it is served. */
    static float element(Warehouse warehouse, int i) {
        if (i == 0) {
            return warehouse.stock() / (float) Warehouse.CAPACITY;
        }
        return i <= Warehouse.LEAD_DAYS ? warehouse.arriving(i - 1) / (float) Warehouse.CAPACITY
            : warehouse.weekday() == i - 1 - Warehouse.LEAD_DAYS ? 1 : 0;
    }

    @Override
    public String render() {
        return String.format("day %d (weekday %d)   stock %d   on its way %d   the day cost %.1f", days,
            warehouse.weekday(), warehouse.stock(), warehouse.position() - warehouse.stock(), cost);
    }
}
