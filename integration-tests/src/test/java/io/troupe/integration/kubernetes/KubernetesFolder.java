package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.integration.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder {@code deploy/kubernetes}. */
final class KubernetesFolder {
    static final Path PATH = ProjectFiles.DEPLOY.resolve("kubernetes");
    static final String KUSTOMIZATION = "kustomization.yaml";

    private KubernetesFolder() {
    }

    /** What a kustomization lists, as it lies there: with its generated ConfigMaps, without patches. Needs no tool. */
    static Manifests unpatched(Path folder) {
        List<Manifest> all = new ArrayList<>();
        collect(folder, all);
        return new Manifests(all);
    }

    private static void collect(Path folder, List<Manifest> all) {
        Manifest kustomization = Manifests.parse(ProjectFiles.text(folder.resolve(KUSTOMIZATION))).all().get(0);
        for (JsonNode resource : kustomization.at("/resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                collect(path, all);
            } else {
                all.addAll(Manifests.parse(ProjectFiles.text(path)).all());
            }
        }
        for (JsonNode generator : kustomization.at("/configMapGenerator")) {
            all.add(configMap(folder, generator));
        }
    }

    private static Manifest configMap(Path folder, JsonNode generator) {
        ObjectNode map = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", generator.path("name").asText());
        ObjectNode data = map.putObject("data");
        generator.path("files").forEach(file -> data.put(file.asText(), ProjectFiles.text(folder.resolve(file.asText()))));
        return new Manifest(map);
    }

    static List<Path> files(String ending) {
        try (var paths = Files.walk(PATH)) {
            return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
