/** What watches a deployed run: Prometheus' configuration, alerts and their runbook, Grafana's dashboard. */
package io.troupe.integration.monitoring;
