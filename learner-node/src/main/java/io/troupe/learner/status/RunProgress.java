package io.troupe.learner.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far a run had come: the last line of its {@code metrics.jsonl}.
 *
 * @param timeS seconds since the first environment step
 */
public record RunProgress(double timeS, long envSteps, long learnerSteps, long weightsVersion) {
    static final RunProgress NONE = new RunProgress(0, 0, 0, 0);
    /** No line is longer; a process that was killed may have left a piece of one behind the last whole one. */
    private static final int TAIL_BYTES = 1 << 16;

    /** @throws TroupeException RESOURCE where the file cannot be read */
    static RunProgress read(Path metrics) {
        if (!Files.exists(metrics)) {
            return NONE;
        }
        try (RandomAccessFile file = new RandomAccessFile(metrics.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end <= 0) {
                return NONE;
            }
            JsonNode line = new ObjectMapper().readTree(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
            return new RunProgress(line.path("time_s").asDouble(), line.path("env_steps").asLong(),
                line.path("learner_steps").asLong(), line.path("weights_version").asLong());
        } catch (JsonProcessingException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the last line of " + metrics + " is no JSON: "
                + e.getOriginalMessage() + "; delete that line", e);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + metrics + ": " + AtomicFile.reason(e), e);
        }
    }
}
