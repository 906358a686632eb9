package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The learner's pod leaves it to the command whether a run begins or goes on: it has only to name the run. */
class LearnerStartTest {
    private final Manifest learner = WrittenManifestsTest.written().the("StatefulSet", "troupe-learner");

    @Test
    void shouldGoOnWithTheRunOfItsVolume() {
        List<String> arguments = learner.arguments();
        assertEquals(List.of("learner", "--go-on"), arguments.subList(0, 2));
        List<String> directories = arguments.stream().filter(one -> one.startsWith("--set=run.directory=")).toList();
        assertEquals(List.of("--set=run.directory=" + volume() + "/run"), directories);
    }

    @Test
    void shouldBeStartedByTheImagesEntryPoint() {
        assertTrue(learner.at("/spec/template/spec/containers/0/command").isMissingNode());
    }

    private String volume() {
        String name = learner.at("/spec/volumeClaimTemplates/0/metadata/name").asText();
        return Manifest.elements(learner.at("/spec/template/spec/containers/0/volumeMounts")).stream()
            .filter(mount -> mount.path("name").asText().equals(name)).findFirst().orElseThrow().path("mountPath").asText();
    }
}
