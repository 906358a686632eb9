/**
 * One draw from all shards as if they were one: plans, credits, assembly, importance weights, and the rate limiter's one
 * cursor. Knows neither Akka nor Aeron.
 */
package io.troupe.learner.sampling;
