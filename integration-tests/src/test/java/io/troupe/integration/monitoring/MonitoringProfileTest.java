package io.troupe.integration.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.ProjectFiles;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docker-compose.yml's profile "monitoring", as far as it can be judged without its images. */
class MonitoringProfileTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(TROUPE_\\w+)");

    private final JsonNode compose = ProjectFiles.yaml("docker-compose.yml");
    private final JsonNode services = compose.path("services");
    private final List<JsonNode> watching = List.of(services.path("prometheus"), services.path("grafana"));

    @Test
    void whatIsMountedShouldBeThere() {
        for (JsonNode service : watching) {
            for (JsonNode volume : service.path("volumes")) {
                String[] parts = volume.asText().split(":");
                if (parts[0].startsWith("./")) {
                    assertTrue(Files.isDirectory(ProjectFiles.ROOT.resolve(parts[0])), parts[0]);
                    assertEquals("ro", parts[2], "what is in the project is not a container's to change");
                } else {
                    assertTrue(compose.path("volumes").has(parts[0]), parts[0]);
                }
            }
        }
        assertTrue(services.path("prometheus").path("volumes").toString().contains("./deploy/prometheus:/etc/prometheus:"));
        assertTrue(services.path("prometheus").path("command").toString().contains("/etc/prometheus/prometheus.yml"));
        assertTrue(Files.exists(ProjectFiles.DEPLOY.resolve("prometheus/prometheus.yml")));
        assertEquals("alerts.yml",
            ProjectFiles.yaml("deploy/prometheus/prometheus.yml").path("rule_files").path(0).asText());
    }

    @Test
    void grafanaShouldFindTheDashboardAndPrometheus() {
        assertTrue(services.path("grafana").path("volumes").toString().contains("./deploy/grafana:/etc/grafana:"));
        JsonNode dashboards = ProjectFiles.yaml("deploy/grafana/provisioning/dashboards/troupe.yml").path("providers")
            .path(0);
        assertEquals("/etc/grafana/dashboards", dashboards.path("options").path("path").asText());
        assertTrue(ProjectFiles.text("deploy/grafana/grafana.ini").contains("= /etc/grafana/dashboards/troupe.json\n"));
        JsonNode source = ProjectFiles.yaml("deploy/grafana/provisioning/datasources/prometheus.yml").path("datasources")
            .path(0);
        assertEquals("http://prometheus:9090", source.path("url").asText());
        // Else the dashboard would ask for rates over spans in which nothing was scraped.
        assertEquals(ProjectFiles.yaml("deploy/prometheus/prometheus.yml").path("global").path("scrape_interval").asText(),
            source.path("jsonData").path("timeInterval").asText());
    }

    @Test
    void nothingShouldBeReachedFromAnotherMachine() {
        for (JsonNode service : watching) {
            assertEquals(1, service.path("ports").size());
            assertTrue(service.path("ports").path(0).asText().startsWith("127.0.0.1:"), service.path("ports").toString());
        }
        assertEquals("[\"monitoring\"]", services.path("grafana").path("networks").toString(),
            "Grafana needs not reach the run's nodes");
    }

    @Test
    void shouldRunWithoutRightsAndOnlyWhereAskedFor() {
        for (JsonNode service : watching) {
            assertEquals("[\"monitoring\"]", service.path("profiles").toString());
            assertTrue(service.path("image").asText().matches("[a-z]+/[a-z]+:v?\\d+\\.\\d+\\.\\d+"), "a version of its own");
            assertTrue(service.path("read_only").asBoolean());
            assertEquals("[\"ALL\"]", service.path("cap_drop").toString());
            assertEquals("[\"no-new-privileges:true\"]", service.path("security_opt").toString());
            assertTrue(service.path("healthcheck").has("test"));
        }
    }

    /** A password that everybody can read here is none. */
    @Test
    void noPasswordShouldBeWrittenDown() {
        JsonNode environment = services.path("grafana").path("environment");
        assertEquals("${TROUPE_GRAFANA_PASSWORD:-}", environment.path("GF_SECURITY_ADMIN_PASSWORD").asText());
        assertEquals("${TROUPE_GRAFANA_PASSWORD:+false}",
            environment.path("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION").asText());
        String configuration = ProjectFiles.text("deploy/grafana/grafana.ini");
        assertTrue(configuration.contains("\ndisable_initial_admin_creation = true\n"));
        assertTrue(!configuration.contains("admin_password"));
        assertTrue(ProjectFiles.text(".env.example").contains("\nTROUPE_GRAFANA_PASSWORD=\n"));
    }

    @Test
    void everyVariableShouldBeInTheExampleOfTheEnvironment() {
        Set<String> named = VARIABLE.matcher(ProjectFiles.text("docker-compose.yml")).results()
            .map(result -> result.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(named, ProjectFiles.text(".env.example").lines().filter(line -> line.matches("TROUPE_\\w+=.*"))
            .map(line -> line.replaceAll("=.*", "")).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyNodeOfTheRunShouldBeScraped() {
        Set<String> nodes = new TreeSet<>();
        services.fieldNames().forEachRemaining(name -> {
            // What is on no network, as the driver, is no node.
            boolean isReached = !services.path(name).path("network_mode").asText().equals("none");
            if (!services.path(name).has("profiles") && isReached) {
                nodes.add(name);
            }
        });
        Set<String> scraped = new TreeSet<>();
        for (JsonNode job : ProjectFiles.yaml("deploy/prometheus/prometheus.yml").path("scrape_configs")) {
            if (job.path("job_name").asText().startsWith("troupe-")) {
                Json.each(job.path("static_configs")).flatMap(targets -> Json.each(targets.path("targets")))
                    .forEach(target -> scraped.add(target.asText()));
                Json.each(job.path("dns_sd_configs")).forEach(found -> Json.each(found.path("names"))
                    .forEach(name -> scraped.add(name.asText() + ":" + found.path("port").asInt())));
            }
        }
        assertEquals(nodes.stream().map(name -> name + (name.equals("learner") ? ":8080" : ":9464"))
            .collect(Collectors.toCollection(TreeSet::new)), scraped);
        assertTrue(ProjectFiles.text("deploy/compose/common.conf").contains("metrics { host = \"0.0.0.0\", port = 9464 }"));
    }
}
