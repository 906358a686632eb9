package io.troupe.integration.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.ProjectFiles;
import java.util.List;
import java.util.stream.Stream;

/** Grafana's dashboard, as its file has it. */
final class Dashboard {
    private final JsonNode root = ProjectFiles.json("deploy/grafana/dashboards/troupe.json");

    JsonNode root() {
        return root;
    }

    /** All that show something: rows are headings. */
    List<JsonNode> panels() {
        return Json.each(root.path("panels")).filter(panel -> !panel.path("type").asText().equals("row")).toList();
    }

    /** All that Prometheus is asked for: by panels, by variables, for annotations. */
    List<String> queries() {
        return Stream.of(panels().stream().flatMap(panel -> Json.each(panel.path("targets")))
                .map(target -> target.path("expr").asText()),
            Json.each(root.path("annotations").path("list")).map(annotation -> annotation.path("expr").asText()),
            Json.each(root.path("templating").path("list"))
                .map(variable -> variable.path("query").path("query").asText()).filter(query -> !query.isEmpty())
                .map(query -> query.replaceAll("label_values\\((.*), *\\w+\\)", "$1")))
            .flatMap(queries -> queries).toList();
    }
}
