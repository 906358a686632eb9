/** Environments that somebody else drives: simulators that come over HTTP and ask for actions. */
package io.troupe.actor.external;
