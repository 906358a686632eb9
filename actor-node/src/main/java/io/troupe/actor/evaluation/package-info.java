/** How good the present weights are: greedy episodes whose steps are not learned from. */
package io.troupe.actor.evaluation;
