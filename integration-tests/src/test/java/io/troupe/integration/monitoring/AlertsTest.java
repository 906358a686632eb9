package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.ProjectFiles;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final String RUNBOOK = "## When an alert fires";

    private static final String OPERATIONS = "docs/operations.md";
    private final List<JsonNode> alerts = Json.each(ProjectFiles.yaml("deploy/prometheus/alerts.yml").path("groups"))
        .flatMap(group -> Json.each(group.path("rules"))).toList();

    @Test
    void everyAlertShouldAskForMetricsThatThePageExplains() {
        for (JsonNode alert : alerts) {
            String query = alert.path("expr").asText();
            assertTrue(!MetricNames.in(query).isEmpty(), query);
            assertEquals(Set.of(), MetricNames.unexplained(query), name(alert));
        }
    }

    @Test
    void everyAlertShouldSayHowBadItIsAndWhatHasHappened() {
        for (JsonNode alert : alerts) {
            assertTrue(Set.of("warning", "critical").contains(alert.path("labels").path("severity").asText()), name(alert));
            // Without it one scrape that failed would wake somebody up.
            assertTrue(alert.path("for").asText().matches("[1-9]\\d*[sm]"), name(alert));
            assertTrue(!alert.path("annotations").path("summary").asText().isBlank(), name(alert));
            assertTrue(!alert.path("annotations").path("description").asText().isBlank(), name(alert));
        }
    }

    @Test
    void everyAlertShouldHaveItsPartOfTheRunbookAndNoPartShouldBeOfNone() {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : alerts) {
            assertTrue(names.add(name(alert)), name(alert));
            assertEquals(OPERATIONS + "#" + name(alert).toLowerCase(Locale.ROOT),
                alert.path("annotations").path("runbook_url").asText());
        }
        assertEquals(names, runbook().lines().filter(line -> line.startsWith("### ")).map(line -> line.substring(4))
            .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyPartOfTheRunbookShouldSayWhatItMeansAndWhereToLookAndWhatToDo() {
        for (String part : runbook().split("(?m)^### ")) {
            if (part.startsWith("Troupe")) {
                for (String step : List.of("- **Means:** ", "- **See:** ", "- **Do:** ")) {
                    assertTrue(part.contains("\n" + step), part);
                }
            }
        }
    }

    /** That they come true is promtool's to say; that each is there is said where it is not installed as well. */
    @Test
    void everyAlertShouldBeShownFiringAndQuiet() {
        List<JsonNode> shown = Json.each(ProjectFiles.yaml("deploy/prometheus/alerts.test.yml").path("tests"))
            .flatMap(test -> Json.each(test.path("alert_rule_test"))).toList();
        for (boolean isFiring : new boolean[] {true, false}) {
            Set<String> so = shown.stream().filter(moment -> moment.path("exp_alerts").isEmpty() != isFiring)
                .map(moment -> moment.path("alertname").asText()).collect(Collectors.toSet());
            assertEquals(alerts.stream().map(AlertsTest::name).collect(Collectors.toSet()), so, "firing: " + isFiring);
        }
    }

    private static String runbook() {
        String page = ProjectFiles.text(OPERATIONS);
        assertTrue(page.contains(RUNBOOK + "\n"));
        return page.substring(page.indexOf(RUNBOOK)).split("(?m)^## ", 3)[1];
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }
}
