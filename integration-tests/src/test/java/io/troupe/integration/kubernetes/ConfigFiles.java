package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The files that a pod sees because its ConfigMaps are mounted. */
final class ConfigFiles {
    private ConfigFiles() {
    }

    /** What is in the file at {@code path}, as the workload's pods see it. */
    static Optional<String> find(Manifests manifests, Manifest workload, String path) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        String file = path.substring(path.lastIndexOf('/') + 1);
        for (JsonNode container : workload.containers()) {
            for (JsonNode mount : container.path("volumeMounts")) {
                if (mount.path("mountPath").asText().equals(folder)) {
                    return configMap(manifests, workload, mount.path("name").asText())
                        .map(map -> map.at("/data").path(file)).filter(JsonNode::isTextual).map(JsonNode::asText);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Manifest> configMap(Manifests manifests, Manifest workload, String volume) {
        return Manifest.elements(workload.podSpec().path("volumes")).stream()
            .filter(one -> one.path("name").asText().equals(volume)).findFirst()
            .flatMap(one -> manifests.find("ConfigMap", one.at("/configMap/name").asText()));
    }
}
