package io.troupe.integration.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What several files have to call alike, so that an image which one of them makes is the one that another one wants. */
class ImagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theGpusImageShouldHaveOneName() throws IOException {
        String name = "troupe-gpu";
        assertEquals(List.of(name + ":local"),
            found("deploy/docker/Dockerfile.gpu", "-f deploy/docker/Dockerfile\\.gpu -t (\\S+)"));
        assertEquals(List.of(name + ":local"), found("deploy/compose.gpu.yml", "\\$\\{TROUPE_GPU_IMAGE:-(.+)}"));
        String overlay = "deploy/kubernetes/overlays/gpu/kustomization.yaml";
        assertEquals(List.of(name), found(overlay, "image: (\\S+)"));
        assertEquals(List.of(name), found(overlay, "\\n +- name: (\\S+)\\n +newTag: local"));
        assertEquals(List.of(name), found("docs/kubernetes.md", "Dockerfile\\.gpu\\)[^`]+`(\\S+)`\\s+under `images`"));
    }

    /** Where the versions differ, the engine looks for another library than the image has, or fails in it. */
    @Test
    void pyTorchShouldHaveOneVersion() throws IOException {
        List<String> version = found("pom.xml", "<pytorch\\.version>(.+)</pytorch\\.version>");
        assertEquals(1, version.size());
        assertEquals(version, found("pom.xml", "<pytorch\\.jni\\.version>([^-]+)-.+</pytorch\\.jni\\.version>"));
        assertEquals(version, found("deploy/docker/Dockerfile", "PYTORCH_VERSION=(\\S+)"));
        assertEquals(version, found("deploy/docker/Dockerfile.gpu", "ARG PYTORCH=(\\S+)"));
        assertEquals(List.of("${PYTORCH}"), found("deploy/docker/Dockerfile.gpu", "PYTORCH_VERSION=(\\S+)"));
        assertEquals(List.of("${PYTORCH}+${FLAVOR}"), found("deploy/docker/Dockerfile.gpu", "\"torch==([^\"]+)\""));
    }

    /** The script's are seen by every test that starts it: without the file no JVM starts. */
    @Test
    void theImageAndTheTestsShouldHaveTheScriptsFlags() throws IOException {
        List<String> file = List.of("jvm.options");
        assertEquals(file, found("troupe", "@\\$root/launcher/([^\\s\"]+)"));
        assertEquals(file, found("deploy/docker/entrypoint.sh", "@/opt/troupe/(\\S+)"));
        assertEquals(file, found("deploy/docker/Dockerfile", "COPY .*launcher/(jvm\\S*) /opt/troupe/"));
        assertEquals(file, found(".dockerignore", "!launcher/(jvm\\S*)"));
        List<String> flags = found("launcher/jvm.options", "(?m)^(-.+)$");
        assertTrue(flags.contains("-XX:+UseSerialGC"), flags::toString);
        assertEquals(flags, ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flags::contains)
            .toList());
    }

    /** The pattern's group, wherever it matches. */
    private static List<String> found(String file, String pattern) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(ROOT.resolve(file)));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
