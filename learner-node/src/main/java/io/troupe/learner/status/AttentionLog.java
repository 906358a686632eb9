package io.troupe.learner.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.attention.WatchedDecision;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.inspection.AttentionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * {@code attention.jsonl}: a JSON object a line, one for each decision of the evaluations' first episodes. When it is
 * longer than it may be it takes the place of {@code attention-1.jsonl}, and another one is begun, so that both
 * together have at most twice so many bytes and one evaluation more. Used by one thread.
 */
public final class AttentionLog {
    private final Path file;
    private final Path before;
    private final long maxBytes;

    /** Appends to what is there. */
    public AttentionLog(Path file, Path before, long maxBytes) {
        this.file = file;
        this.before = before;
        this.maxBytes = maxBytes;
    }

    /** @throws TroupeException RESOURCE where it cannot be written, as on a full disk */
    public void write(EvaluatedAttention evaluated) {
        StringBuilder lines = new StringBuilder();
        for (WatchedDecision decision : evaluated.attention().decisions()) {
            lines.append(line(evaluated, decision)).append('\n');
        }
        try {
            if (Files.exists(file) && Files.size(file) >= maxBytes) {
                Files.move(file, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            LastLine.dropTorn(file);
            Files.write(file, lines.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private static ObjectNode line(EvaluatedAttention evaluated, WatchedDecision decision) {
        ObjectNode line = JsonNodeFactory.instance.objectNode()
            .put("evaluation", evaluated.evaluation())
            .put("weights_version", evaluated.weightsVersion())
            .put("learner_step", evaluated.learnerStep())
            .put("stride", evaluated.attention().stride());
        AttentionJson.put(line, decision);
        return line;
    }
}
