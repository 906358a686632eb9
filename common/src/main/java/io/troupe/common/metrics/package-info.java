/**
 * What every node tells of itself to Prometheus: the meters that nodes share, and the endpoint of a node that has a
 * process of its own. Start at {@link io.troupe.common.metrics.NodeEndpoint}.
 */
package io.troupe.common.metrics;
