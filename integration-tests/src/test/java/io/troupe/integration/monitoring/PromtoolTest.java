package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.integration.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromtoolTest {
    @TempDir
    private Path folder;

    /** Before each, not once for all: what is skipped is to be counted. */
    @BeforeEach
    void checkTool() {
        Promtool.assumeThere();
    }

    @Test
    void prometheusShouldUnderstandItsConfigurationAndTheRules() throws IOException {
        String said = Promtool.run("check", "config", ProjectFiles.DEPLOY.resolve("prometheus/prometheus.yml").toString());
        assertTrue(said.contains("1 rule files found") && said.contains("rules found"), said);
    }

    @Test
    void everyAlertShouldFireWhereItHasToAndKeepQuietWhereNot() throws IOException {
        Promtool.run("test", "rules", ProjectFiles.DEPLOY.resolve("prometheus/alerts.test.yml").toString());
    }

    @Test
    void prometheusShouldUnderstandEveryQueryOfTheDashboard() throws IOException {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        List<String> queries = new Dashboard().queries();
        for (int i = 0; i < queries.size(); i++) {
            rules.append("  - record: query_").append(i).append("\n    expr: >-\n      ")
                .append(queries.get(i).replace("$__rate_interval", "20s")).append('\n');
        }
        Path file = Files.writeString(folder.resolve("queries.yml"), rules);
        String said = Promtool.run("check", "rules", file.toString());
        assertTrue(said.contains(queries.size() + " rules found"), said);
    }
}
