/** Time until tasks are learned. */
package io.troupe.benchmarks.learned;
