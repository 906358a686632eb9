package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/inventory}, as its README.md goes about it; only that the compiler is called without Maven. */
@Tag("process")
class InventoryExampleTest {
    private static final Path SOURCES = Path.of("../examples/inventory/src/main");

    @TempDir
    private Path folder;

    @Test
    void shouldTrainAndServeInItsOwnProgram() throws Exception {
        Map<String, String> environment = Map.of("TROUPE_CLASSPATH", compile().toString());
        TroupeProcess train = TroupeProcess.run(folder, environment, "train", "inventory", "--steps", "3000", "--no-http",
            "--run-dir", "run");
        assertEquals(0, train.exitStatus(), train::evidence);
        TroupeProcess export = TroupeProcess.run(folder, environment, "export", "run", "--to", "policy.zip");
        assertEquals(0, export.exitStatus(), export::evidence);
        Process shop = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dai.djl.offline=true", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
            folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
            "com.example.inventory.Shop", "policy.zip").directory(folder.toFile())
            .redirectError(folder.resolve("err.txt").toFile()).start();
        String told = new String(shop.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(shop.waitFor(60, TimeUnit.SECONDS), "the shop has not closed");
        assertEquals(0, shop.exitValue(), () -> told + RunFiles.tail(folder.resolve("err.txt")));
        assertTrue(told.contains("with the policy") && told.contains("best (s, S) rule"), told);
    }

    private Path compile() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-cp",
            System.getProperty("java.class.path"), "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(SOURCES.resolve("java"))) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        String service = "META-INF/services/io.troupe.common.environment.EnvironmentProvider";
        Files.createDirectories(classes.resolve(service).getParent());
        Files.copy(SOURCES.resolve("resources").resolve(service), classes.resolve(service));
        return classes;
    }
}
