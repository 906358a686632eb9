package io.troupe.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** Something that {@code troupe bench NAME} runs. */
public interface Benchmark {
    /** What it is called by on the command line. */
    String name();

    /** One line for the list of benchmarks. */
    String description();

    /**
     * Runs it in the calling thread.
     *
     * @param args     what followed the name on the command line
     * @param asJson   one JSON object a line instead of a table for people
     * @param progress hears what is measured now, for a person who waits; of most nothing, since they tell as they go. An
     *                 empty text takes away what it was told last, before something is written
     * @throws io.troupe.common.error.TroupeException CONFIGURATION where an argument is not known
     */
    void run(List<String> args, boolean asJson, PrintStream out, Consumer<String> progress);
}
