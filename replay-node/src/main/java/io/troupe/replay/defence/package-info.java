/** Keeps one actor from owning the batch: its priorities are clipped, and its share of the mass is bounded. */
package io.troupe.replay.defence;
