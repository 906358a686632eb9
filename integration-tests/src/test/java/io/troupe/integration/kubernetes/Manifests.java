package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All objects that are applied together. */
record Manifests(List<Manifest> all) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** @param text documents, as kubectl takes them */
    static Manifests parse(String text) {
        List<Manifest> manifests = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(new YAMLFactory().createParser(text))) {
            while (documents.hasNextValue()) {
                if (documents.nextValue() instanceof ObjectNode object) {
                    manifests.add(new Manifest(object));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Manifests(manifests);
    }

    List<Manifest> ofKind(String kind) {
        return all.stream().filter(manifest -> manifest.kind().equals(kind)).toList();
    }

    Optional<Manifest> find(String kind, String name) {
        return ofKind(kind).stream().filter(manifest -> manifest.name().equals(name)).findFirst();
    }

    Manifest the(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    List<Manifest> workloads() {
        return all.stream().filter(Manifest::runsPods).toList();
    }

    /** Those whose pods a label selector finds. */
    List<Manifest> workloads(JsonNode selector) {
        return workloads().stream().filter(workload -> Selector.matches(selector, workload.podLabels())).toList();
    }

    Manifests deepCopy() {
        return new Manifests(all.stream().map(manifest -> new Manifest(manifest.json().deepCopy())).toList());
    }
}
