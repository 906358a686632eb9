package io.troupe.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** Something that {@code troupe bench} can measure. */
public interface Benchmark {
    String name();

    /** One line. */
    String description();

    /** @param asJson one JSON object a line */
    void run(List<String> args, boolean asJson, PrintStream out);
}
