/** What a run pays for those who watch its page. */
package io.troupe.benchmarks.viewers;
