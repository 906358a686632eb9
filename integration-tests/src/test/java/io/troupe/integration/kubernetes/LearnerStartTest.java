package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the learner's pod decides between a new run and the one in its volume. */
class LearnerStartTest {
    @TempDir
    private Path folder;

    @Test
    void shouldBeginWhereThereIsNoRunAndResumeWhereThereIsOne() throws IOException, InterruptedException {
        assertEquals("learner --set run.directory=" + folder + "/run --config=a --set=b=c d", start());

        Files.createDirectory(folder.resolve("run"));
        assertEquals("learner --set run.directory=" + folder + "/run --config=a --set=b=c d", start());

        Files.createFile(folder.resolve("run/config.conf"));
        assertEquals("learner --resume " + folder + "/run --config=a --set=b=c d", start());
    }

    /** What the image's entry point would be given. */
    private String start() throws IOException, InterruptedException {
        Path entrypoint = folder.resolve("entrypoint.sh");
        Files.writeString(entrypoint, "#!/bin/bash\necho \"$@\"\n");
        Files.setPosixFilePermissions(entrypoint, PosixFilePermissions.fromString("rwx------"));
        Manifest learner = WrittenManifestsTest.written().the("StatefulSet", "troupe-learner");
        List<String> command = new ArrayList<>();
        learner.at("/spec/template/spec/containers/0/command").forEach(word -> command.add(word.asText()));
        command.add(learner.arguments().get(0).replace("/var/lib/troupe/runs", folder.toString())
            .replace("/opt/troupe/bin/entrypoint.sh", entrypoint.toString()));
        command.addAll(List.of(learner.arguments().get(1), "--config=a", "--set=b=c d"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertEquals(0, process.waitFor(), told);
        return told;
    }
}
