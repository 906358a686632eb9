package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.security.Credentials;
import io.troupe.integration.ProjectFiles;
import io.troupe.integration.TroupeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run whose nodes are started as the base says, each at an address of its own as in a pod, and which find each other
 * through the API. Kubernetes' part, to start them and to list them, is played.
 */
@Tag("process")
class RunInPodsTest {
    /** Four JVMs that start at once on two busy cores are slow, and a cluster waits until nothing has changed for 5 s. */
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private final Manifests manifests = WrittenManifestsTest.written();

    /** @param subnet of 127.0.0.0/8: each pod has an address of its own there, since all use the same ports */
    @ParameterizedTest(name = "with certificates: {0}")
    @CsvSource({"false, 127.88.0.", "true, 127.88.1."})
    void shouldFindEachOtherThroughTheApiAndEndInOrder(boolean isSafe, String subnet)
        throws IOException, GeneralSecurityException, InterruptedException {
        Credentials.make(folder);
        Path run = folder.resolve("runs/run");
        Map<String, TroupeProcess> pods = new LinkedHashMap<>();
        try (PodsApi api = new PodsApi(Files.createDirectory(folder.resolve("account")))) {
            pods.put("learner-0", learner(api, subnet, isSafe, run));
            pods.put("replay-0", start(api, "StatefulSet troupe-replay", subnet + 2, isSafe));
            pods.put("replay-1", start(api, "StatefulSet troupe-replay", subnet + 3, isSafe));
            pods.put("actor-a", start(api, "Deployment troupe-actor", subnet + 4, isSafe));

            for (TroupeProcess pod : pods.values()) {
                assertTrue(pod.endsWithin(LIMIT), () -> evidence(pods));
                assertEquals(0, pod.exitStatus(), () -> evidence(pods));
            }

            assertEquals(List.of(), api.refused());
            assertFindsTheRunDone(api, subnet, isSafe, run);
        } finally {
            List<TroupeProcess> left = new ArrayList<>(pods.values());
            Collections.reverse(left);
            left.forEach(TroupeProcess::close);
        }
        JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
        assertEquals(0, summary.path("transitions_lost").asInt(-1), summary::toString);
        assertTrue(summary.path("transitions_stored").asInt() >= 3000, summary::toString);
        assertTrue(pods.get("actor-a").err().contains("joined the cluster at " + subnet + "4:25520"), () -> evidence(pods));
    }

    private TroupeProcess learner(PodsApi api, String subnet, boolean isSafe, Path run) throws IOException {
        return start(api, "StatefulSet troupe-learner", subnet + 1, isSafe, "--set=run.directory=" + run,
            "--set=environment.name=cartpole", "--set=run.max-env-steps=3000", "--set=run.until-return=none",
            "--set=evaluation.episodes=2");
    }

    /** Kubernetes starts a learner that has ended again. */
    private void assertFindsTheRunDone(PodsApi api, String subnet, boolean isSafe, Path run) throws IOException {
        try (TroupeProcess again = learner(api, subnet, isSafe, run)) {
            assertTrue(again.endsWithin(LIMIT), again::evidence);
            assertEquals(0, again.exitStatus(), again::evidence);
            assertTrue(again.evidence().contains("the run in " + run + " has done "), again::evidence);
        }
    }

    private TroupeProcess start(PodsApi api, String workload, String host, boolean isSafe, String... more)
        throws IOException {
        Manifest manifest = manifests.the(workload.split(" ")[0], workload.split(" ")[1]);
        List<String> labels = new ArrayList<>();
        manifest.podLabels().properties().forEach(label -> labels.add(label.getKey() + "=" + label.getValue().asText()));
        api.add(host, labels);
        List<String> arguments = new ArrayList<>();
        for (String argument : manifest.arguments()) {
            if (argument.startsWith("--config=")) {
                String path = argument.substring("--config=".length());
                arguments.add("--config=" + file(ConfigFiles.find(manifests, manifest, path).orElseThrow()));
            } else {
                arguments.add(argument.replace("$(POD_IP)", host).replace("$(POD_NAME)", "pod-" + host));
            }
        }
        if (isSafe) {
            arguments.add("--config="
                + file(ProjectFiles.text(KubernetesFolder.PATH.resolve("components/mutual-tls/tls.conf"))));
        }
        // What is each pod's own, and here the machine's.
        arguments.addAll(List.of("--set=metrics.host=" + host, "--set=http.host=" + host, "--set=replay.directory="
            + Files.createDirectories(folder.resolve("store-" + host))));
        arguments.addAll(List.of(more));
        return TroupeProcess.start(folder, api.flags(), api.environment(), arguments.toArray(String[]::new));
    }

    /** The text, with the folder in the place of what is mounted in a pod. */
    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "node", ".conf"),
            text.replace("/etc/troupe/secret", folder.toString()).replace("/etc/troupe/tls", folder.toString()));
    }

    private String evidence(Map<String, TroupeProcess> pods) {
        StringBuilder text = new StringBuilder();
        Path log = folder.resolve("runs/run/troupe.log");
        text.append(Files.exists(log) ? ProjectFiles.text(log) : "the learner has no log").append('\n');
        pods.forEach((name, pod) -> text.append(name).append(": ").append(pod.evidence()).append('\n'));
        return text.toString();
    }
}
