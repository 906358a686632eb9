/** What {@code troupe bench acting-path} measures: environment, network and writer together. */
package io.troupe.benchmarks.acting;
