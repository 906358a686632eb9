/** Troupe's networks and learner step in PyTorch, eager, from Python: what some benchmarks measure Troupe beside. */
package io.troupe.benchmarks.pytorch;
