/** The environments that come with Troupe. */
package io.troupe.actor.environment;
