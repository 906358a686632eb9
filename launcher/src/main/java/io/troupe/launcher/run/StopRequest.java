package io.troupe.launcher.run;

import java.util.function.Consumer;

/** A request to stop that may come before there is what is to stop. Any thread. */
final class StopRequest {
    private volatile Consumer<String> stopped;
    private volatile String reason;

    /** There is what is to stop: it hears at once of a request that has come. It may hear it twice. */
    void reaches(Consumer<String> stop) {
        stopped = stop;
        String given = reason;
        if (given != null) {
            stop.accept(given);
        }
    }

    void give(String newReason) {
        reason = newReason;
        Consumer<String> present = stopped;
        if (present != null) {
            present.accept(newReason);
        }
    }
}
