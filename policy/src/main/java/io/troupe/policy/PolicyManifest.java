package io.troupe.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy's file says of itself, in {@code manifest.json}.
 *
 * @param format             {@link #FORMAT}, so that another archive is not taken for a policy
 * @param runId              the run that learned it
 * @param checkpoint         the checkpoint it was taken from
 * @param envSteps           environment steps that had been learned from
 * @param networkFingerprint of the parameters' names and shapes
 * @param files              every other file of the archive, by name
 */
public record PolicyManifest(
    @JsonProperty("format") String format,
    @JsonProperty("format_version") int formatVersion,
    @JsonProperty("run_id") String runId,
    @JsonProperty("checkpoint") String checkpoint,
    @JsonProperty("weights_version") long weightsVersion,
    @JsonProperty("learner_step") long learnerStep,
    @JsonProperty("env_steps") long envSteps,
    @JsonProperty("network_fingerprint") String networkFingerprint,
    @JsonProperty("files") Map<String, PackedFile> files
) {
    public static final String FORMAT = "troupe-policy";
    public static final int FORMAT_VERSION = 1;

    /** @param sha256 of the unpacked bytes, in hexadecimal */
    public record PackedFile(@JsonProperty("bytes") long bytes, @JsonProperty("sha256") String sha256) {
    }

    public PolicyManifest {
        files = files == null ? Map.of() : new TreeMap<>(files);
    }

    /** Of files that are yet to be written. */
    public static PolicyManifest of(String runId, String checkpoint, long weightsVersion, long learnerStep,
                                    long envSteps) {
        return new PolicyManifest(FORMAT, FORMAT_VERSION, runId, checkpoint, weightsVersion, learnerStep, envSteps, "",
            Map.of());
    }

    PolicyManifest with(String fingerprint, Map<String, PackedFile> packed) {
        return new PolicyManifest(format, formatVersion, runId, checkpoint, weightsVersion, learnerStep, envSteps,
            fingerprint, packed);
    }
}
