package io.troupe.policy;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.safetensors.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a policy's archive. Entries have a fixed order and time, so that the same policy gives the same bytes. */
final class PackageWriter {
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private PackageWriter() {
    }

    static void write(PolicyPackage policy, Path file) {
        Path absolute = file.toAbsolutePath();
        Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".unfinished");
        try {
            Files.createDirectories(absolute.getParent());
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
                for (Map.Entry<String, byte[]> entry : files(policy).entrySet()) {
                    put(zip, entry.getKey(), entry.getValue());
                }
            }
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + e
                + "; choose another file, or make room there", e);
        }
    }

    private static Map<String, byte[]> files(PolicyPackage policy) throws IOException {
        ParameterLayout layout = policy.network().parameters();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(PackageFiles.WEIGHTS, weights(layout, policy.weights()));
        files.put(PackageFiles.CONFIGURATION, policy.configuration()
            .with(Map.of("run.directory", "", "replay.directory", "", "transport.aeron-directory", ""))
            .render().getBytes(StandardCharsets.UTF_8));
        files.put(PackageFiles.SCHEMA, PackageFiles.JSON.writeValueAsBytes(
            PolicySchema.of(policy.configuration().settings().environment(), policy.schema())));
        files.put(PackageFiles.README, PackageReadme.of(policy).getBytes(StandardCharsets.UTF_8));
        Map<String, PolicyManifest.PackedFile> packed = new LinkedHashMap<>();
        files.forEach((name, bytes) -> packed.put(name, PackageFiles.describe(bytes)));
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(PackageFiles.MANIFEST,
            PackageFiles.JSON.writeValueAsBytes(policy.manifest().with(layout.fingerprint(), packed)));
        all.putAll(files);
        return all;
    }

    private static byte[] weights(ParameterLayout layout, float[] values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(layout.sizeBytes());
        Safetensors.write(layout, Map.of("", values), Channels.newChannel((OutputStream) bytes));
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
