/** How long new weights take to reach the last of many actors: {@code troupe bench weights}. */
package io.troupe.benchmarks.weights;
