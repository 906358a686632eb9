/** The client's ends of the streams. */
package io.troupe.replay.client.transport;
