package io.troupe.benchmarks;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of a run that goes on, with a JSON object a line: {@code metrics.jsonl}, {@code events.jsonl}. */
public final class JsonLines {
    private JsonLines() {
    }

    /**
     * All its lines but a last one that is being written; none where it is not there yet.
     *
     * @throws TroupeException RESOURCE where it cannot be read
     */
    public static List<String> lines(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the run cannot be watched: " + e.getMessage(), e);
        }
    }
}
