/** The shard's ends of the streams: steps and feedback in, acknowledgements and batches out. */
package io.troupe.replay.transport;
