package io.troupe.learner.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run's earlier starts have written into {@code metrics.jsonl}, so that its curves go on where they were. */
public final class EarlierMetrics {
    private EarlierMetrics() {
    }

    /**
     * Oldest first; empty where there is no file yet. All evaluations are there, numbered so that the last one is 0 and
     * this start's first one, 1, follows. Of the lines without one every k-th is.
     *
     * @param maxLines about so many lines without an evaluation at most
     * @throws TroupeException RESOURCE where the file cannot be read
     */
    public static List<RunSnapshot> read(Path metrics, TroupeSettings settings, int maxLines) {
        if (!Files.exists(metrics)) {
            return List.of();
        }
        try {
            long lines = 0;
            long evaluations = 0;
            try (BufferedReader in = Files.newBufferedReader(metrics)) {
                for (String line = in.readLine(); line != null; line = in.readLine(), lines++) {
                    evaluations += hasEvaluation(line) ? 1 : 0;
                }
            }
            return read(metrics, new MetricsReader(settings, 1 - evaluations), Math.max(1, lines / maxLines));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot read " + metrics + ": " + AtomicFile.reason(e), e);
        }
    }

    private static List<RunSnapshot> read(Path metrics, MetricsReader reader, long stride) throws IOException {
        List<RunSnapshot> snapshots = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(metrics)) {
            long number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
                if (number % stride == 0 || hasEvaluation(line)) {
                    try {
                        snapshots.add(reader.read(line));
                    } catch (JsonProcessingException e) {
                        // Half a line, by a process that was killed: one point less.
                    }
                }
            }
        }
        return snapshots;
    }

    private static boolean hasEvaluation(String line) {
        return line.contains('"' + MetricsLog.EVALUATION + "\":");
    }
}
