/**
 * What a run says about itself: its folder, its metrics line by line, its summary, and the port through which a person
 * steers it. Knows neither Akka nor Aeron.
 */
package io.troupe.learner.status;
