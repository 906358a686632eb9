/** The actor's ends of the streams: steps to the shards, acknowledgements back. */
package io.troupe.actor.transport;
