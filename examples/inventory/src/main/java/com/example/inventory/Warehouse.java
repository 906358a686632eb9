package com.example.inventory;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One article in a warehouse: a day's demand, what it costs to keep, to order and to be out of it, and deliveries that are
 * on their way for two days. Knows nothing of learning; {@link Inventory} and the shop itself use it alike.
 */
public final class Warehouse {
    /** Nothing is ordered beyond this stock, on hand and on its way, in units. */
    public static final int CAPACITY = 100;
    /** Units of one pallet; orders are whole pallets. */
    public static final int PALLET = 10;
    public static final int MAX_PALLETS = 5;
    public static final int LEAD_DAYS = 2;
    public static final int WEEK = 7;

    private static final double HOLDING_COST = 0.1;
    private static final double ORDER_COST = 8;
    private static final double STOCK_OUT_COST = 3;
    /** Mean demand from Monday to Sunday, in units. */
    private static final double[] DEMAND = {8, 8, 9, 10, 16, 22, 4};

    private final RandomGenerator random;
    private final int[] arriving = new int[LEAD_DAYS];
    private int stock;
    private int day;

    public Warehouse(RandomGenerator random) {
        this.random = random;
        begin();
    }

    /** Begins on some day of the week with some stock, nothing on its way. */
    public void begin() {
        stock = random.nextInt(CAPACITY / 2 + 1);
        day = random.nextInt(WEEK);
        Arrays.fill(arriving, 0);
    }

    /**
     * Orders in the morning, sells over the day, and takes in the delivery at night.
     *
     * @param pallets 0 … {@link #MAX_PALLETS}; what there is no room for is not ordered
     * @return what the day cost
     */
    public double pass(int pallets) {
        int room = (CAPACITY - position()) / PALLET;
        int ordered = PALLET * Math.min(pallets, Math.max(0, room));
        int demand = demand(DEMAND[day % WEEK]);
        int sold = Math.min(stock, demand);
        stock -= sold;
        double cost = HOLDING_COST * stock + STOCK_OUT_COST * (demand - sold) + (ordered > 0 ? ORDER_COST : 0);
        stock += arriving[0];
        System.arraycopy(arriving, 1, arriving, 0, LEAD_DAYS - 1);
        arriving[LEAD_DAYS - 1] = ordered;
        day++;
        return cost;
    }

    /** Units on hand. */
    public int stock() {
        return stock;
    }

    /** Units that come in so many nights; 0: the coming one. */
    public int arriving(int nights) {
        return arriving[nights];
    }

    /** 0 Monday … 6 Sunday. */
    public int weekday() {
        return day % WEEK;
    }

    /** Units on hand and on their way. */
    public int position() {
        int position = stock;
        for (int units : arriving) {
            position += units;
        }
        return position;
    }

    /** From a Poisson distribution (Knuth's way, which is good enough for small means). */
    private int demand(double mean) {
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }
}
