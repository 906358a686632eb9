/** A trained policy by itself: how fast it answers, in process and over HTTP. */
package io.troupe.benchmarks.policy;
