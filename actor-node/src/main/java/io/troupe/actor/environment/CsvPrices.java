package io.troupe.actor.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Prices from a CSV file: a header, then a row for each step, oldest first. Column {@code close} has the price, above 0;
 * column {@code time}, where there is one, has to ascend as text (as ISO 8601 does); other columns are not read. Cells are
 * separated by commas, and have no quotes. An episode is a stretch that begins at any row.
 */
final class CsvPrices implements Prices {
    /** What is held out is the end: who knows the future of what he is tried on has learned nothing. */
    private static final double TRAINING_SHARE = 0.8;

    private final double[] prices;

    private CsvPrices(double[] prices) {
        this.prices = prices;
    }

    /**
     * @param starts training: the first four fifths of the rows; held out: the last fifth; or all of them
     * @param least  rows of an episode
     * @throws IllegalArgumentException with the file and the line that is wrong, and what was expected there
     */
    static CsvPrices read(String file, Starts starts, int least) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("environment.options.file of trading, '" + file
                + "', could not be read (" + e + "); expected a CSV file of UTF-8 with a column close", e);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0));
        int close = header.indexOf("close");
        int time = header.indexOf("time");
        if (close < 0) {
            throw new IllegalArgumentException(file + ", line 1: the columns are " + header
                + "; expected one called close among them");
        }
        double[] all = new double[lines.size() - 1];
        String before = "";
        for (int row = 0; row < all.length; row++) {
            String where = file + ", line " + (row + 2) + ": ";
            List<String> cells = cells(lines.get(row + 1));
            if (cells.size() != header.size()) {
                throw new IllegalArgumentException(where + cells.size() + " cells; expected " + header.size()
                    + " as in the header: " + String.join(",", header));
            }
            all[row] = price(where, cells.get(close));
            if (time >= 0) {
                if (cells.get(time).compareTo(before) <= 0) {
                    throw new IllegalArgumentException(where + "time '" + cells.get(time)
                        + "'; expected one after that of the row before, '" + before + "': oldest first");
                }
                before = cells.get(time);
            }
        }
        int cut = (int) (TRAINING_SHARE * all.length);
        double[] part = switch (starts) {
            case TRAINING -> Arrays.copyOf(all, cut);
            case HELD_OUT -> Arrays.copyOfRange(all, cut, all.length);
            case ALL -> all;
        };
        if (part.length < least) {
            throw new IllegalArgumentException(file + " has " + all.length + " prices, " + part.length
                + " of them among those chosen by environment.options.starts; expected at least " + least
                + " for an episode: window + steps + 1. Give more prices, or lower window or steps");
        }
        return new CsvPrices(part);
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private static double price(String where, String text) {
        try {
            double price = Double.parseDouble(text);
            if (price > 0 && price < Double.POSITIVE_INFINITY) {
                return price;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(where + "close is '" + text + "'; expected a price, a number above 0");
    }

    @Override
    public void draw(RandomGenerator random, double[] episode) {
        int first = random.nextInt(prices.length - episode.length + 1);
        System.arraycopy(prices, first, episode, 0, episode.length);
    }
}
