package io.troupe.policy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of the files in a policy's archive, and how they are checked. */
final class PackageFiles {
    static final String MANIFEST = "manifest.json";
    static final String WEIGHTS = "weights.safetensors";
    static final String CONFIGURATION = "config.conf";
    static final String SCHEMA = "schema.json";
    static final String README = "README.md";
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private PackageFiles() {
    }

    static PolicyManifest.PackedFile describe(byte[] bytes) {
        try {
            return new PolicyManifest.PackedFile(bytes.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
