/** The run's numbers as TensorBoard reads them. */
package io.troupe.learner.tensorboard;
