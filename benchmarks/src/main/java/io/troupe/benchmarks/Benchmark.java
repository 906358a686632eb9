package io.troupe.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** Something that {@code troupe bench NAME} runs. */
public interface Benchmark {
    /** What it is called by on the command line. */
    String name();

    /** One line for the list of benchmarks. */
    String description();

    /**
     * Runs it in the calling thread.
     *
     * @param args   what followed the name on the command line
     * @param asJson one JSON object a line instead of a table for people
     * @throws io.troupe.common.error.TroupeException CONFIGURATION where an argument is not known
     */
    void run(List<String> args, boolean asJson, PrintStream out);
}
