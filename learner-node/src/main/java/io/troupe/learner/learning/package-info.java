/** One gradient update: targets, loss, optimizer, target network. Knows neither Akka nor Aeron. */
package io.troupe.learner.learning;
