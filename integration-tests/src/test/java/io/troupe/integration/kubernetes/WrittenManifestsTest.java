package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.integration.ProjectFiles;
import io.troupe.integration.monitoring.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests as they are written, before patches: what can be said of them without any tool. */
class WrittenManifestsTest {
    private static final Pattern METRIC = Pattern.compile("troupe_(?:learner|replay|actor|node|cluster|policy)_\\w+");
    /** Made of others by components/replay-ratio/adapter-rules.yaml. */
    private static final Set<String> MADE = Set.of("troupe_learner_limited_ratio", "troupe_policy_requests_per_second");

    private final Manifests manifests = written();

    /** The base, what serves a policy, and what monitoring and certificates add. */
    static Manifests written() {
        List<Manifest> all = new ArrayList<>(KubernetesFolder.unpatched(KubernetesFolder.PATH.resolve("base")).all());
        all.addAll(KubernetesFolder.unpatched(KubernetesFolder.PATH.resolve("policy")).all());
        all.addAll(KubernetesFolder.unpatched(KubernetesFolder.PATH.resolve("results")).all());
        all.addAll(KubernetesFolder.unpatched(KubernetesFolder.PATH.resolve("components/monitoring")).all());
        all.addAll(Manifests.parse(
            ProjectFiles.text(KubernetesFolder.PATH.resolve("components/mutual-tls/certificates.yaml"))).all());
        return new Manifests(all);
    }

    @Test
    void shouldHaveNoProblem() {
        assertEquals(List.of(), AllChecks.problems(manifests));
    }

    @Test
    void shouldAllowNodesToListPodsAndNothingElse() {
        assertEquals(1, manifests.ofKind("Role").size());
        assertEquals("[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]}]",
            manifests.ofKind("Role").get(0).at("/rules").toString());
        assertEquals(List.of(), manifests.ofKind("ClusterRole"));
        manifests.ofKind("ServiceAccount").forEach(account ->
            assertEquals("false", account.at("/automountServiceAccountToken").asText(), account.id()));
        assertFalse(manifests.the("Deployment", "troupe-policy").podSpec().path("automountServiceAccountToken").asBoolean());
    }

    @Test
    void shouldLetNodesReachEachOthersStreams() {
        for (String from : List.of("learner", "replay", "actor")) {
            for (Manifest to : nodes()) {
                assertTrue(lets(from, to, 25520, "TCP"), from + " to " + to.id());
                assertTrue(lets(from, to, 8558, "TCP"), from + " to " + to.id());
                assertTrue(lets(from, to, 40123, "UDP"), from + " to " + to.id());
            }
        }
    }

    @Test
    void shouldLetNobodyElseIn() {
        JsonNode stranger = JsonNodeFactory.instance.objectNode().put("app", "stranger");
        Reachability reachability = new Reachability(manifests);
        for (Manifest to : nodes()) {
            for (JsonNode port : to.containerPorts()) {
                assertFalse(reachability.lets(stranger, to, port.path("containerPort").asInt(),
                    port.path("protocol").asText("TCP")), to.id() + " " + port);
            }
            assertFalse(lets("policy", to, 25520, "TCP"), to.id());
        }
        assertFalse(lets("actor", manifests.the("StatefulSet", "troupe-learner"), 8080, "TCP"), "the page");
        assertFalse(lets("actor", manifests.the("Deployment", "troupe-policy"), 8090, "TCP"), "the policy");
    }

    @Test
    void shouldLetThoseInWhoCarryTheLabelForIt() {
        ObjectNode reader = JsonNodeFactory.instance.objectNode().put("troupe.io/reads-page", "true");
        ObjectNode asker = JsonNodeFactory.instance.objectNode().put("troupe.io/asks-policy", "true");
        Reachability reachability = new Reachability(manifests);
        Manifest learner = manifests.the("StatefulSet", "troupe-learner");
        assertTrue(reachability.lets(reader, learner, 8080, "TCP"));
        assertFalse(reachability.lets(reader, learner, 25520, "TCP"));
        assertFalse(reachability.lets(asker, learner, 8080, "TCP"));
        assertTrue(reachability.lets(asker, manifests.the("Deployment", "troupe-policy"), 8090, "TCP"));
    }

    @Test
    void shouldUseEveryFileThatIsThere() {
        Set<Path> used = new HashSet<>();
        for (Path file : KubernetesFolder.files(KubernetesFolder.KUSTOMIZATION)) {
            used.add(file);
            Manifest kustomization = Manifests.parse(ProjectFiles.text(file)).all().get(0);
            for (String list : List.of("/resources", "/configMapGenerator/0/files")) {
                kustomization.at(list).forEach(one -> used.add(file.resolveSibling(one.asText()).normalize()));
            }
            kustomization.at("/patches").forEach(one -> used.add(file.resolveSibling(one.path("path").asText())));
        }
        // For the Helm chart of prometheus-adapter.
        used.add(KubernetesFolder.PATH.resolve("components/replay-ratio/adapter-rules.yaml"));
        for (String ending : List.of(".yaml", ".conf")) {
            assertEquals(List.of(), KubernetesFolder.files(ending).stream().filter(file -> !used.contains(file)).toList());
        }
    }

    @Test
    void shouldAlertAsElsewhere() {
        Path elsewhere = KubernetesFolder.PATH.resolveSibling("prometheus/alerts.yml");
        assertEquals(Manifests.parse(ProjectFiles.text(elsewhere)).all().get(0).at("/groups"),
            manifests.the("PrometheusRule", "troupe").at("/spec/groups"));
    }

    @Test
    void shouldHaveRulesThatPrometheusTakes(@TempDir Path folder) throws IOException {
        Promtool.assumeThere();
        for (Manifest rule : manifests.ofKind("PrometheusRule")) {
            Promtool.run("check", "rules",
                Files.writeString(folder.resolve(rule.name()), rule.at("/spec").toString()).toString());
        }
    }

    @Test
    void shouldAskOnlyForMetricsThatAreDocumented() {
        String documented = ProjectFiles.text("docs/metrics.md")
            + ProjectFiles.text("docs/serving.md");
        for (Path file : KubernetesFolder.files(".yaml")) {
            Matcher metric = METRIC.matcher(ProjectFiles.text(file));
            while (metric.find()) {
                String name = metric.group().replaceFirst("_(count|sum|bucket)$", "");
                assertTrue(MADE.contains(name) || documented.contains("`" + name + "`"), file + ": " + metric.group());
            }
        }
    }

    private List<Manifest> nodes() {
        return List.of(manifests.the("StatefulSet", "troupe-learner"), manifests.the("StatefulSet", "troupe-replay"),
            manifests.the("Deployment", "troupe-actor"));
    }

    private boolean lets(String component, Manifest to, int port, String protocol) {
        Manifest from = manifests.workloads().stream()
            .filter(one -> one.podLabels().path("app.kubernetes.io/component").asText().equals(component))
            .findFirst().orElseThrow();
        return new Reachability(manifests).lets(from.podLabels(), to, port, protocol);
    }
}
