package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.integration.TroupeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run whose nodes are started as the base says, each at an address of its own as in a pod, and which find each other
 * through the API. Kubernetes' part, to start them and to list them, is played.
 */
@Tag("process")
class RunInPodsTest {
    /** Of 127.0.0.0/8: others use the first, and ports are the same in all pods. */
    private static final String SUBNET = "127.88.0.";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private final Manifests manifests = WrittenManifestsTest.written();

    @Test
    void shouldFindEachOtherThroughTheApiAndEndInOrder() throws IOException, GeneralSecurityException, InterruptedException {
        Path run = folder.resolve("runs/run");
        Map<String, TroupeProcess> pods = new LinkedHashMap<>();
        try (PodsApi api = new PodsApi(folder)) {
            pods.put("learner-0", start(api, "StatefulSet troupe-learner", 1, "--set=run.directory=" + run,
                "--set=environment.name=cartpole", "--set=run.max-env-steps=3000", "--set=run.until-return=none",
                "--set=evaluation.episodes=2"));
            pods.put("replay-0", start(api, "StatefulSet troupe-replay", 2));
            pods.put("replay-1", start(api, "StatefulSet troupe-replay", 3));
            pods.put("actor-a", start(api, "Deployment troupe-actor", 4));

            for (TroupeProcess pod : pods.values()) {
                assertEquals(0, pod.awaitExit(TroupeProcess.LIMIT), () -> evidence(pods));
            }

            assertEquals(List.of(), api.refused());
        } finally {
            List<TroupeProcess> left = new ArrayList<>(pods.values());
            Collections.reverse(left);
            left.forEach(TroupeProcess::close);
        }
        JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
        assertEquals(0, summary.path("transitions_lost").asInt(-1), summary::toString);
        assertTrue(summary.path("transitions_stored").asInt() >= 3000, summary::toString);
        assertTrue(pods.get("actor-a").err().contains("joined the cluster at " + SUBNET + "4:25520"), () -> evidence(pods));
    }

    private TroupeProcess start(PodsApi api, String workload, int address, String... more) throws IOException {
        Manifest manifest = manifests.the(workload.split(" ")[0], workload.split(" ")[1]);
        String host = SUBNET + address;
        List<String> labels = new ArrayList<>();
        manifest.podLabels().properties().forEach(label -> labels.add(label.getKey() + "=" + label.getValue().asText()));
        api.add(host, labels);
        List<String> arguments = new ArrayList<>();
        for (String argument : manifest.arguments()) {
            if (argument.startsWith("--config=")) {
                String path = argument.substring("--config=".length());
                arguments.add("--config=" + NodeSettings.file(ConfigFiles.find(manifests, manifest, path).orElseThrow()));
            } else if (!argument.contains("\n")) {
                arguments.add(argument.replace("$(POD_IP)", host).replace("$(POD_NAME)", "pod-" + address));
            }
        }
        // What is each pod's own, and here the machine's.
        arguments.addAll(List.of("--set=metrics.host=" + host, "--set=http.host=" + host, "--set=replay.directory="
            + Files.createDirectory(folder.resolve("store-" + address))));
        arguments.addAll(List.of(more));
        return TroupeProcess.start(folder, api.flags(), api.environment(), arguments.toArray(String[]::new));
    }

    private static String evidence(Map<String, TroupeProcess> pods) {
        StringBuilder text = new StringBuilder();
        pods.forEach((name, pod) -> text.append(name).append(": ").append(pod.evidence()).append('\n'));
        return text.toString();
    }
}
