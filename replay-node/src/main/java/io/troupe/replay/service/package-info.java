/** The replay on its own: a shard, its duty and its streams, without a cluster, for any learner. See docs/replay.md. */
package io.troupe.replay.service;
