package com.example.inventory;

import io.troupe.policy.Policy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * The shop's own program: it asks the policy each morning what to order. Prints what a day costs with it, and with the best
 * rule of the kind "below s order up to S" that can be found by trying all.
 */
public final class Shop {
    private static final int DAYS = 20_000;
    private static final int SEARCH_DAYS = 4_000;

    private Shop() {
    }

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: Shop POLICY.zip (troupe export makes one)");
            System.exit(2);
        }
        try (Policy policy = Policy.load(Path.of(arguments[0]))) {
            float[] observation = new float[policy.observationElements()];
            double learned = cost(DAYS, 1, warehouse -> {
                for (int i = 0; i < observation.length; i++) {
                    observation[i] = Inventory.element(warehouse, i);
                }
                return policy.act(observation).action();
            });
            System.out.printf(Locale.ROOT, "a day costs %.2f with the policy, %.2f with the best (s, S) rule%n",
                learned, cost(DAYS, 1, bestRule()));
        }
    }

    private static double cost(int days, long seed, ToIntFunction<Warehouse> rule) {
        Warehouse warehouse = new Warehouse(new SplittableRandom(seed));
        double cost = 0;
        for (int day = 0; day < days; day++) {
            cost += warehouse.pass(rule.applyAsInt(warehouse));
        }
        return cost / days;
    }

    private static ToIntFunction<Warehouse> bestRule() {
        ToIntFunction<Warehouse> best = warehouse -> 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int below = 0; below <= Warehouse.CAPACITY; below += 5) {
            for (int upTo = below; upTo <= Warehouse.CAPACITY; upTo += 5) {
                ToIntFunction<Warehouse> rule = rule(below, upTo);
                double cost = cost(SEARCH_DAYS, 2, rule);
                if (cost < lowest) {
                    lowest = cost;
                    best = rule;
                }
            }
        }
        return best;
    }

    private static ToIntFunction<Warehouse> rule(int below, int upTo) {
        return warehouse -> warehouse.position() >= below ? 0
            : Math.min(Warehouse.MAX_PALLETS, (upTo - warehouse.position()) / Warehouse.PALLET);
    }
}
