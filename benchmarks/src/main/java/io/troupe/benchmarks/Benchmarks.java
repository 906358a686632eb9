package io.troupe.benchmarks;

import java.util.List;

/** All benchmarks. */
public final class Benchmarks {
    private Benchmarks() {
    }

    public static List<Benchmark> all() {
        return List.of();
    }
}
