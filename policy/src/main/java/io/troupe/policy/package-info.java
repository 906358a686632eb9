/** A trained policy as a thing of its own: what a run has learned, in one file, and what acts by it. */
package io.troupe.policy;
