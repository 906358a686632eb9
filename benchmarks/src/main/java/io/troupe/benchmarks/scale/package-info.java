/** Many actors and shards in simulated time, and some of them as processes here. */
package io.troupe.benchmarks.scale;
