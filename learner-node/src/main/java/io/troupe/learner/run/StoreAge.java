package io.troupe.learner.run;

import java.util.ArrayList;
import java.util.List;

/**
 * How old a shard's oldest step is, from what the shard reports: as old as the report by which as many steps had been
 * stored as have been evicted by now. Of long histories fewer reports are kept, so the age is right to about a hundredth
 * of itself.
 */
final class StoreAge {
    private static final int REPORTS = 256;

    private record Report(double timeS, long storedSteps) {
    }

    private final List<Report> reports = new ArrayList<>();
    private double spacingS;

    /**
     * Takes a report.
     *
     * @param timeS on any clock that goes on
     * @return seconds since the oldest step was stored; since the first report for what was there before it
     */
    double oldestS(double timeS, long storedSteps, long sizeSteps) {
        if (reports.isEmpty() || timeS - reports.get(reports.size() - 1).timeS() >= spacingS) {
            reports.add(new Report(timeS, storedSteps));
        }
        long evicted = storedSteps - sizeSteps;
        int oldest = 0;
        while (oldest + 1 < reports.size() && reports.get(oldest + 1).storedSteps() <= evicted) {
            oldest++;
        }
        reports.subList(0, oldest).clear();
        if (reports.size() > REPORTS) {
            thin();
        }
        return timeS - reports.get(0).timeS();
    }

    private void thin() {
        double spanS = reports.get(reports.size() - 1).timeS() - reports.get(0).timeS();
        spacingS = 2 * spanS / REPORTS;
        for (int i = reports.size() - 2; i > 0; i -= 2) {
            reports.remove(i);
        }
    }
}
