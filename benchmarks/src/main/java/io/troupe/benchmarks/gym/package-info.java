/** What the bridge to Gymnasium costs. */
package io.troupe.benchmarks.gym;
