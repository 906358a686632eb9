package io.troupe.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The project's files as they are deployed, read as their readers read them. */
public final class ProjectFiles {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    public static final Path DEPLOY = ROOT.resolve("deploy");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProjectFiles() {
    }

    /** @param file in the project; with its anchors and merges resolved */
    public static JsonNode yaml(String file) {
        return MAPPER.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file)));
    }

    /** @param file in the project */
    public static JsonNode json(String file) {
        try {
            return MAPPER.readTree(text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** @param file in the project */
    public static String text(String file) {
        return text(ROOT.resolve(file));
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
