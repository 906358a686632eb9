/** A client of a replay service: appends steps, samples windows, updates priorities. Knows no transport. */
package io.troupe.replay.client;
