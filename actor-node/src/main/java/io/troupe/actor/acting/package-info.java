/**
 * How experience is made: lanes of environments, one network call for all of them, first priorities, and the sending of
 * steps until they are acknowledged. Start reading at {@link io.troupe.actor.acting.Actor}. Knows neither Akka nor
 * Aeron.
 */
package io.troupe.actor.acting;
