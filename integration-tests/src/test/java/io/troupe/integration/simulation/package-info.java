/**
 * The delivery of steps as a deterministic simulation in one thread: the real actors, shards, sampler and registry, with
 * a network, clocks and processes whose every mishap comes from one seed. Start reading at
 * {@link io.troupe.integration.simulation.Simulation}.
 */
package io.troupe.integration.simulation;
