package io.troupe.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyPackageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lstm", "transformer"})
    void shouldReadBackWhatWasWritten(String network) {
        PolicyPackage written = Policies.of(network, Policies.MIXED, 7);
        Path file = folder.resolve("policy.zip");
        written.write(file);
        PolicyPackage read = PolicyPackage.read(file);
        assertArrayEquals(written.weights(), read.weights());
        assertEquals(written.schema(), read.schema());
        assertEquals(7, read.manifest().weightsVersion());
        assertEquals(written.configuration().settings().network(), read.configuration().settings().network());
    }

    @Test
    void shouldGiveTheSameBytesForTheSamePolicy() throws IOException {
        Policies.of("mlp", Policies.PLAIN, 7).write(folder.resolve("a.zip"));
        Policies.of("mlp", Policies.PLAIN, 7).write(folder.resolve("b.zip"));
        assertEquals(-1, Files.mismatch(folder.resolve("a.zip"), folder.resolve("b.zip")));
    }

    @Test
    void shouldShowInTheReadmeThatAMaskIsNeeded() throws IOException {
        String readme = readme(Policies.MIXED);
        assertTrue(readme.contains("each observation needs a mask"), readme);
        assertTrue(readme.contains("policy.act(new float[17], mask, 0)"), readme);
        assertFalse(readme(Policies.PLAIN).contains("mask"));
    }

    private String readme(EnvironmentSchema schema) throws IOException {
        return new String(files(schema).get("README.md"), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "config.conf", "schema.json"})
    void shouldNameTheFileThatIsDamagedOrMissing(String name) throws IOException {
        Map<String, byte[]> files = files();
        byte[] bytes = files.get(name);
        bytes[bytes.length - 3] ^= 1;
        assertProblem(zip(files), name);
        files.remove(name);
        assertProblem(zip(files), "it has no " + name);
    }

    @Test
    void shouldRefuseWhatIsNoPolicy() throws IOException {
        Path text = Files.writeString(folder.resolve("text.zip"), "no archive");
        assertProblem(text, "cannot be read as a policy");
        assertProblem(zip(Map.of("a.txt", new byte[1])), "it has no manifest.json");
        assertProblem(zip(Map.of("manifest.json", "{\"format\":\"other\"}".getBytes(StandardCharsets.UTF_8))),
            "'other' of version 0, expected 'troupe-policy' of version 1");
        assertProblem(zip(Map.of("manifest.json", "}".getBytes(StandardCharsets.UTF_8))), "manifest.json is not one");
        assertProblem(folder.resolve("nothing.zip"), "there is no " + folder.resolve("nothing.zip"));
    }

    @Test
    void shouldRefuseAFileThatWasCutOff() throws IOException {
        Path file = folder.resolve("whole.zip");
        Policies.of("mlp", Policies.PLAIN, 7).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertProblem(cut, "cannot be read as a policy");
    }

    private Map<String, byte[]> files() throws IOException {
        return files(Policies.PLAIN);
    }

    private Map<String, byte[]> files(EnvironmentSchema schema) throws IOException {
        Path file = folder.resolve("whole.zip");
        Policies.of("mlp", schema, 7).write(file);
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private Path zip(Map<String, byte[]> files) throws IOException {
        Path file = Files.createTempFile(folder, "made", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private static void assertProblem(Path file, String expected) {
        TroupeException problem = assertThrows(TroupeException.class, () -> PolicyPackage.read(file));
        assertEquals(ErrorCode.CHECKPOINT, problem.code());
        assertTrue(problem.getMessage().contains(expected), problem.getMessage());
    }
}
