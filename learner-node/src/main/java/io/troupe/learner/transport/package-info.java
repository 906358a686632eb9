/** The learner's ends of the streams: batches from the shards, feedback to them. */
package io.troupe.learner.transport;
