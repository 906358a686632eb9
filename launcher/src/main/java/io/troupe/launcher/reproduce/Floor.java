package io.troupe.launcher.reproduce;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run's greedy mean return is held against.
 *
 * @param of     which of the run's two results is judged
 * @param bounds what it has to be
 * @param above  another entry that it has to leave behind
 * @param seeds  how many of the entry's runs have to meet it
 */
record Floor(Judged of, Bounds bounds, Optional<Margin> above, Seeds seeds) {
    static final Floor NONE = new Floor(Judged.BEST, Bounds.NONE, Optional.empty(), Seeds.ALL);

    enum Judged {
        /** The best checkpoint by the run's own evaluations, evaluated again with other episodes. */
        BEST,
        /** The run's last evaluation: of the weights that it ended with, or of those that reached its goal. */
        LAST;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Seeds {
        ALL,
        /** More than half: of an odd number of them, those whose median meets it. */
        MOST;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isEnough(long met, int runs) {
            return this == ALL ? met == runs : 2 * met > runs;
        }
    }

    /** @param by by how much the result has to be above the mean of that entry's */
    record Margin(String label, double by) {
    }

    boolean isNone() {
        return bounds.isNone() && above.isEmpty();
    }

    /** @param reference the mean result of the entry that {@link #above} names */
    boolean isMet(double result, OptionalDouble reference) {
        return bounds.contains(result) && (above.isEmpty()
            || reference.isPresent() && result >= reference.getAsDouble() + above.get().by);
    }

    /** As in {@code ≥ 450} and {@code ≥ mlp + 0.2}; of the last evaluation, or of most seeds, it says so. */
    @Override
    public String toString() {
        String margin = above.map(other -> "≥ " + other.label + " + " + Numbers.shortest(other.by)).orElse("");
        String text = bounds.isNone() && !margin.isEmpty() ? margin
            : bounds + (margin.isEmpty() ? "" : " and " + margin);
        return text + (of == Judged.LAST ? " at the end" : "") + (seeds == Seeds.MOST ? " in most seeds" : "");
    }
}
