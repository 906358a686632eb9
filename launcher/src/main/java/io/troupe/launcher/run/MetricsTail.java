package io.troupe.launcher.run;

import io.troupe.common.config.TroupeSettings;
import io.troupe.learner.status.MetricsReader;
import io.troupe.learner.status.RunSnapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Follows the learner process's {@code metrics.jsonl}, for a supervisor that shows how the run is going. */
public final class MetricsTail {
    private final Path file;
    private final MetricsReader reader;
    private long position;

    /** Begins behind what an earlier start of the run has written. */
    public MetricsTail(Path file, TroupeSettings settings) {
        this.file = file;
        reader = new MetricsReader(settings, 1);
        position = wholeLines(file);
    }

    /** A torn last line is dropped by the next learner, so what it writes begins where that line did. */
    private static long wholeLines(Path file) {
        long end = file.toFile().length();
        try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            while (end > 0) {
                input.seek(end - 1);
                if (input.read() == '\n') {
                    break;
                }
                end--;
            }
            return end;
        } catch (IOException e) {
            return 0; // there is none yet
        }
    }

    /** The numbers of the newest whole line since the last call; null where there is none. */
    public RunSnapshot next() {
        if (!Files.exists(file)) {
            return null;
        }
        try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(1 << 20, input.length() - position)];
            input.seek(position);
            input.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            if (end < 0) {
                return null;
            }
            position += text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8).length;
            RunSnapshot last = null;
            for (String line : text.substring(0, end).split("\n")) {
                last = reader.read(line);
            }
            return last;
        } catch (IOException e) {
            return null; // the next turn reads it again
        }
    }
}
