/**
 * {@code troupe reproduce}: suites of training runs that show what a network can do, and what came of them. A
 * {@link io.troupe.launcher.reproduce.Suite} is data, a {@link io.troupe.launcher.reproduce.Reproduction} runs it, and
 * {@link io.troupe.launcher.reproduce.Results} are read from the runs' folders alone.
 */
package io.troupe.launcher.reproduce;
