package io.troupe.learner.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.proto.CheckpointFile;
import io.troupe.proto.CheckpointManifest;
import io.troupe.proto.LimiterCheckpoint;
import io.troupe.proto.StoreCount;

/** {@code manifest.json}: the manifest in Protobuf's JSON names, with whole numbers as numbers. */
final class ManifestJson {
    static final int FORMAT_VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestJson() {
    }

    static String write(CheckpointManifest manifest) {
        ObjectNode root = JSON.createObjectNode()
            .put("formatVersion", manifest.getFormatVersion())
            .put("runId", manifest.getRunId())
            .put("learnerStep", manifest.getLearnerStep())
            .put("weightsVersion", manifest.getWeightsVersion())
            .put("learnerIncarnation", manifest.getLearnerIncarnation())
            .put("envSteps", manifest.getEnvSteps())
            .put("networkFingerprint", manifest.getNetworkFingerprint());
        ArrayNode files = root.putArray("files");
        for (CheckpointFile file : manifest.getFilesList()) {
            files.addObject().put("name", file.getName()).put("sizeBytes", file.getSizeBytes())
                .put("checksum", file.getChecksum());
        }
        root.put("evalReturnMean", manifest.getEvalReturnMean())
            .put("hasEvaluation", manifest.getHasEvaluation())
            .put("optimizerStep", manifest.getOptimizerStep())
            .put("learnedRows", manifest.getLearnedRows())
            .put("wallS", manifest.getWallS())
            .put("randomState", manifest.getRandomState());
        if (manifest.hasLimiter()) {
            writeLimiter(root.putObject("limiter"), manifest.getLimiter());
        }
        return root.toPrettyString() + "\n";
    }

    /** @throws TroupeException CHECKPOINT where the text is no manifest of this version */
    static CheckpointManifest read(String what, String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, what + " is no JSON: " + e.getOriginalMessage()
                + "; use an older checkpoint");
        }
        int version = root.path("formatVersion").asInt();
        if (version != FORMAT_VERSION) {
            throw new TroupeException(ErrorCode.CHECKPOINT, what + " has format version " + version + ", expected "
                + FORMAT_VERSION + ": read it with the version of troupe that wrote it");
        }
        CheckpointManifest.Builder manifest = CheckpointManifest.newBuilder()
            .setFormatVersion(version)
            .setRunId(root.path("runId").asText())
            .setLearnerStep(root.path("learnerStep").asLong())
            .setWeightsVersion(root.path("weightsVersion").asLong())
            .setLearnerIncarnation(root.path("learnerIncarnation").asLong())
            .setEnvSteps(root.path("envSteps").asLong())
            .setNetworkFingerprint(root.path("networkFingerprint").asText())
            .setEvalReturnMean(root.path("evalReturnMean").asDouble())
            .setHasEvaluation(root.path("hasEvaluation").asBoolean())
            .setOptimizerStep(root.path("optimizerStep").asLong())
            .setLearnedRows(root.path("learnedRows").asLong())
            .setWallS(root.path("wallS").asDouble())
            .setRandomState(root.path("randomState").asLong());
        for (JsonNode file : root.path("files")) {
            manifest.addFiles(CheckpointFile.newBuilder().setName(file.path("name").asText())
                .setSizeBytes(file.path("sizeBytes").asLong()).setChecksum(file.path("checksum").asInt()));
        }
        if (root.has("limiter")) {
            manifest.setLimiter(readLimiter(root.get("limiter")));
        }
        return manifest.build();
    }

    private static void writeLimiter(ObjectNode json, LimiterCheckpoint limiter) {
        json.put("hasBegun", limiter.getHasBegun())
            .put("firstStep", limiter.getFirstStep())
            .put("firstRow", limiter.getFirstRow())
            .put("countedSteps", limiter.getCountedSteps())
            .put("samplesPerInsert", limiter.getSamplesPerInsert());
        ArrayNode stores = json.putArray("stores");
        for (StoreCount store : limiter.getStoresList()) {
            stores.addObject().put("storeId", store.getStoreId()).put("storedSteps", store.getStoredSteps());
        }
    }

    private static LimiterCheckpoint readLimiter(JsonNode json) {
        LimiterCheckpoint.Builder limiter = LimiterCheckpoint.newBuilder()
            .setHasBegun(json.path("hasBegun").asBoolean())
            .setFirstStep(json.path("firstStep").asLong())
            .setFirstRow(json.path("firstRow").asLong())
            .setCountedSteps(json.path("countedSteps").asLong())
            .setSamplesPerInsert(json.path("samplesPerInsert").asDouble());
        for (JsonNode store : json.path("stores")) {
            limiter.addStores(StoreCount.newBuilder().setStoreId(store.path("storeId").asLong())
                .setStoredSteps(store.path("storedSteps").asLong()));
        }
        return limiter.build();
    }
}
