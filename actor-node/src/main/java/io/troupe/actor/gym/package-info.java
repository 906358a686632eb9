/** Environments of Python's Gymnasium, in processes of their own. */
package io.troupe.actor.gym;
