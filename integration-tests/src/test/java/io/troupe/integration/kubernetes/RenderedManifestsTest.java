package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kustomize makes of deploy/kubernetes: valid, whole, and safe. */
class RenderedManifestsTest {
    private static final String EVERYTHING = "everything";
    private static final Set<String> OF_NO_NAMESPACE = Set.of("Namespace");

    @TempDir
    private static Path copies;

    /** Each that can be applied, and all components together over the largest. */
    static Stream<String> applied() {
        return Stream.of("base", "overlays/cpu", "overlays/gpu", "overlays/minimal", "policy", EVERYTHING);
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldBeValidStrictly(String name) throws IOException {
        List<String> problems = render(name).all().stream().flatMap(one -> Schemas.problems(one).stream()).toList();
        assertEquals(List.of(), problems);
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldReferToWhatIsThere(String name) throws IOException {
        assertEquals(List.of(), CrossReferences.problems(render(name)));
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldPassRestrictedPodSecurity(String name) throws IOException {
        Manifests manifests = render(name);
        List<String> problems = new ArrayList<>();
        manifests.workloads().forEach(workload -> problems.addAll(PodSecurity.problems(workload)));
        assertEquals(List.of(), problems);
        manifests.ofKind("Namespace").forEach(namespace -> assertEquals("restricted",
            namespace.at("/metadata/labels").path("pod-security.kubernetes.io/enforce").asText()));
    }

    @ParameterizedTest
    @MethodSource("applied")
    void shouldTellNodesWhatFitsTheirPods(String name) throws IOException {
        assertEquals(List.of(), NodeSettings.problems(render(name)));
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
        String page = Deployed.read(Deployed.FOLDER.resolve("../../docs/kubernetes.md").normalize());
        String[] blocks = page.split("```yaml\\n");
        Path run = Files.createDirectories(folder.resolve("my-run"));
        Files.createSymbolicLink(folder.resolve("deploy"), Deployed.FOLDER.getParent());
        Files.writeString(run.resolve(Deployed.KUSTOMIZATION), blocks[1].split("```")[0] + blocks[2].split("```")[0]);
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

    private static Manifests render(String name) throws IOException {
        if (!name.equals(EVERYTHING)) {
            return Kustomize.render(Deployed.FOLDER.resolve(name));
        }
        // As somebody would write it beside the others.
        Path folder = copies.resolve(EVERYTHING);
        if (!Files.isDirectory(folder)) {
            for (Path file : Deployed.files("")) {
                Path copy = copies.resolve(Deployed.FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(Deployed.KUSTOMIZATION), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../overlays/cpu, ../policy, ../results]
                components:
                  - ../components/mutual-tls
                  - ../components/monitoring
                  - ../components/replay-ratio
                  - ../components/policy-requests
                """);
        }
        return Kustomize.render(folder);
    }
}
