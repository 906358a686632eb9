/** The step log: lanes' records in memory-mapped segments, which outlive the process. */
package io.troupe.replay.log;
