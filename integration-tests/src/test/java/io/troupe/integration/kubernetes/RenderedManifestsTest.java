package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.integration.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kustomize makes of deploy/kubernetes: valid, whole, and safe. */
class RenderedManifestsTest {
    private static final String EVERYTHING = "everything";
    private static final Set<String> OF_NO_NAMESPACE = Set.of("Namespace");
    private static final Map<String, Manifests> RENDERED = new HashMap<>();

    @TempDir
    private static Path copies;

    /** Each that can be applied, and all components together over the largest. */
    static Stream<String> applied() {
        return Stream.of("base", "overlays/cpu", "overlays/gpu", "overlays/minimal", "policy", EVERYTHING);
    }

    /** Before each, not once for all: what is skipped is to be counted. */
    @BeforeEach
    void checkTool() {
        Kustomize.assumeThere();
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldHaveNoProblem(String name) throws IOException {
        assertEquals(List.of(), AllChecks.problems(render(name)));
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldHaveRestrictedPodSecurityEnforced(String name) throws IOException {
        render(name).ofKind("Namespace").forEach(namespace -> assertEquals("restricted",
            namespace.at("/metadata/labels").path("pod-security.kubernetes.io/enforce").asText()));
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldBeInOneNamespace(String name) throws IOException {
        Set<String> namespaces = new TreeSet<>();
        render(name).all().stream().filter(one -> !OF_NO_NAMESPACE.contains(one.kind()))
            .forEach(one -> namespaces.add(one.at("/metadata/namespace").asText()));
        assertEquals(Set.of("troupe"), namespaces);
    }

    @Test
    void shouldGiveTheLearnerAGpuInItsOverlayAlone() throws IOException {
        assertEquals("1", gpus("overlays/gpu").asText());
        assertTrue(gpus("overlays/cpu").isMissingNode());
    }

    private static JsonNode gpus(String name) throws IOException {
        return render(name).the("StatefulSet", "troupe-learner").at("/spec/template/spec/containers/0/resources/limits")
            .path("nvidia.com/gpu");
    }

    /** The page's kustomization.yaml, with what it says to add for settings. */
    @Test
    void shouldTakeThePagesExample(@TempDir Path folder) throws IOException {
        String page = ProjectFiles.text("docs/kubernetes.md");
        String[] blocks = page.split("```yaml\\n");
        Path run = Files.createDirectories(folder.resolve("my-run"));
        Files.createSymbolicLink(folder.resolve("deploy"), KubernetesFolder.PATH.getParent());
        Files.writeString(run.resolve(KubernetesFolder.KUSTOMIZATION),
            blocks[1].split("```")[0] + blocks[2].split("```")[0]);
        Files.writeString(run.resolve("overlay.conf"), "troupe { replay.shards = 1, environment.name = cartpole }");

        Manifests manifests = Kustomize.render(run);

        assertEquals(List.of(), CrossReferences.problems(manifests));
        assertEquals(List.of(), NodeSettings.problems(manifests));
        manifests.workloads().forEach(one ->
            assertEquals("registry.example.com/troupe:1", one.containers().get(0).path("image").asText()));
    }

    @Test
    void shouldMountEachNodesCertificate() throws IOException {
        Manifests manifests = render(EVERYTHING);
        for (String kind : List.of("StatefulSet troupe-learner", "StatefulSet troupe-replay", "Deployment troupe-actor")) {
            Manifest workload = manifests.the(kind.split(" ")[0], kind.split(" ")[1]);
            assertTrue(Manifest.elements(workload.podSpec().path("volumes")).stream().anyMatch(volume ->
                volume.at("/secret/secretName").asText().equals(workload.name() + "-tls")), kind);
            assertTrue(workload.arguments().contains("--config=/etc/troupe/config/tls.conf"), kind);
        }
    }

    /** Made once for all tests, which only read it. */
    private static Manifests render(String name) throws IOException {
        Manifests manifests = RENDERED.get(name);
        if (manifests == null) {
            manifests = Kustomize.render(name.equals(EVERYTHING) ? everything() : KubernetesFolder.PATH.resolve(name));
            RENDERED.put(name, manifests);
        }
        return manifests;
    }

    /** As somebody would write it beside the others. */
    private static Path everything() throws IOException {
        for (Path file : KubernetesFolder.files("")) {
            Path copy = copies.resolve(KubernetesFolder.PATH.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path folder = Files.createDirectories(copies.resolve(EVERYTHING));
        Files.writeString(folder.resolve(KubernetesFolder.KUSTOMIZATION), """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [../overlays/cpu, ../policy, ../results]
            components:
              - ../components/mutual-tls
              - ../components/monitoring
              - ../components/replay-ratio
              - ../components/policy-requests
            """);
        return folder;
    }
}
