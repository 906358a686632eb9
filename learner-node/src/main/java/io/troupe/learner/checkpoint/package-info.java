/** A run's checkpoints on disk: whole or not there, and told apart when they are read. */
package io.troupe.learner.checkpoint;
