/** Benchmarks of the product's own code, each with its measure or physical limit in the same run. */
package io.troupe.benchmarks;
