package io.troupe.policy;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QNetwork;
import io.troupe.common.safetensors.SafetensorsFile;
import io.troupe.common.schema.EnvironmentSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads a policy's archive and believes nothing that its checksums do not say. */
final class PackageReader {
    private static final int MAX_TEXT_BYTES = 4 << 20;
    private static final int MAX_WEIGHTS_BYTES = Integer.MAX_VALUE - 64;

    private final Path file;
    private final ZipFile zip;

    private PackageReader(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static PolicyPackage read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new PackageReader(file, zip).read();
        } catch (NoSuchFileException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, "there is no " + file
                + "; expected a file that troupe export wrote", e);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, file + " cannot be read as a policy: " + e
                + "; expected a file that troupe export wrote", e);
        }
    }

    private PolicyPackage read() throws IOException {
        PolicyManifest manifest = manifest();
        String text = new String(checked(manifest, PackageFiles.CONFIGURATION, MAX_TEXT_BYTES), StandardCharsets.UTF_8);
        EffectiveConfiguration configuration =
            EffectiveConfiguration.read(text, file + "!" + PackageFiles.CONFIGURATION);
        EnvironmentSchema schema = schema(checked(manifest, PackageFiles.SCHEMA, MAX_TEXT_BYTES));
        ParameterLayout layout = QNetwork.of(configuration.settings().network(), schema).parameters();
        if (!layout.fingerprint().equals(manifest.networkFingerprint())) {
            throw problem("its weights are of '" + manifest.networkFingerprint() + "', its network has '"
                + layout.fingerprint() + "'");
        }
        byte[] weights = checked(manifest, PackageFiles.WEIGHTS, MAX_WEIGHTS_BYTES);
        return new PolicyPackage(manifest, configuration, schema, SafetensorsFile.of(
            file + "!" + PackageFiles.WEIGHTS, ByteBuffer.wrap(weights)).vector(layout, ""));
    }

    private PolicyManifest manifest() throws IOException {
        PolicyManifest manifest;
        byte[] bytes = bytes(PackageFiles.MANIFEST, MAX_TEXT_BYTES);
        try {
            manifest = PackageFiles.JSON.readValue(bytes, PolicyManifest.class);
        } catch (IOException e) {
            throw problem("its manifest.json is not one: " + e.getMessage());
        }
        if (manifest == null || !PolicyManifest.FORMAT.equals(manifest.format())
            || manifest.formatVersion() != PolicyManifest.FORMAT_VERSION) {
            throw problem("its manifest.json names the format " + (manifest == null ? "null" : "'" + manifest.format()
                + "' of version " + manifest.formatVersion()) + ", expected '" + PolicyManifest.FORMAT + "' of version "
                + PolicyManifest.FORMAT_VERSION);
        }
        return manifest;
    }

    private EnvironmentSchema schema(byte[] bytes) {
        try {
            return PackageFiles.JSON.readValue(bytes, PolicySchema.class).schema();
        } catch (IOException | RuntimeException e) {
            throw problem("its schema.json describes no environment: " + e.getMessage());
        }
    }

    private byte[] checked(PolicyManifest manifest, String name, int maxBytes) throws IOException {
        byte[] bytes = bytes(name, maxBytes);
        PolicyManifest.PackedFile found = PackageFiles.describe(bytes);
        if (!found.equals(manifest.files().get(name))) {
            throw problem(name + " is " + found + ", its manifest says " + manifest.files().get(name));
        }
        return bytes;
    }

    private byte[] bytes(String name, int maxBytes) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            throw problem("it has no " + name);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw problem(name + " is longer than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    private TroupeException problem(String why) {
        return new TroupeException(ErrorCode.CHECKPOINT, file + " is no whole policy: " + why
            + "; write it again with troupe export");
    }
}
