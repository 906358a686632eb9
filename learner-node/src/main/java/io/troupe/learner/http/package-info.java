/**
 * The learner's page, its JSON and Prometheus interfaces, and health checks. Reads {@link io.troupe.learner.status}
 * and knows nothing else of the learner.
 */
package io.troupe.learner.http;
