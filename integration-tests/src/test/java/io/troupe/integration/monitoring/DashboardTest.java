package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private final Dashboard dashboard = new Dashboard();

    @Test
    void everyQueryShouldAskForMetricsThatThePageExplains() {
        assertTrue(dashboard.queries().size() > 80);
        for (String query : dashboard.queries()) {
            assertTrue(!MetricNames.in(query).isEmpty(), query);
            assertEquals(Set.of(), MetricNames.unexplained(query), query);
        }
    }

    @Test
    void everyPanelShouldSayWhatItShowsAndInWhichUnit() {
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.path("title").asText();
            assertTrue(!title.isBlank() && panel.path("targets").size() > 0, title);
            assertTrue(!panel.path("fieldConfig").path("defaults").path("unit").asText().isBlank(), title);
            String description = panel.path("description").asText();
            assertTrue(!description.isBlank() && description.lines().count() == 1, title);
        }
    }

    /** A panel that names a data source of its own shows nothing in another Grafana. */
    @Test
    void everyPanelShouldAskTheDataSourceThatIsChosen() {
        for (JsonNode panel : dashboard.panels()) {
            assertEquals("${datasource}", panel.path("datasource").path("uid").asText(), panel.path("title").asText());
            Json.each(panel.path("targets")).forEach(target ->
                assertEquals("${datasource}", target.path("datasource").path("uid").asText(), panel.path("title").asText()));
        }
    }

    @Test
    void noTwoPanelsShouldCoverEachOther() {
        List<JsonNode> panels = Json.each(dashboard.root().path("panels")).toList();
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> covered = new HashSet<>();
        for (JsonNode panel : panels) {
            assertTrue(ids.add(panel.path("id").asInt()), panel.path("title").asText());
            JsonNode place = panel.path("gridPos");
            for (int x = place.path("x").asInt(); x < place.path("x").asInt() + place.path("w").asInt(); x++) {
                for (int y = place.path("y").asInt(); y < place.path("y").asInt() + place.path("h").asInt(); y++) {
                    assertTrue(x < 24 && covered.add(List.of(x, y)), panel.path("title").asText());
                }
            }
        }
    }
}
