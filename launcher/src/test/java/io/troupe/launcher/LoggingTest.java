package io.troupe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteAJsonObjectALineWhereThatIsWanted() throws IOException {
        List<String> lines = logged("json");
        JsonNode line = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertEquals("WARN", line.get("level").asText());
        assertEquals("a shard is \"away\"", line.path("formattedMessage").asText(line.path("message").asText()));
    }

    @Test
    void shouldWriteTextOtherwise() throws IOException {
        for (String format : new String[] {null, "", "text"}) {
            List<String> lines = logged(format);
            assertTrue(lines.get(lines.size() - 1).contains("WARN  "), lines::toString);
        }
    }

    @Test
    void shouldRefuseAnyOtherFormat() {
        TroupeException refused =
            assertThrows(TroupeException.class, () -> new Logging("xml").toFile(folder.resolve("a.log")));
        assertEquals("TROUPE_LOG_FORMAT: got 'xml', expected json or text", refused.getMessage());
    }

    private List<String> logged(String format) throws IOException {
        Path file = folder.resolve("log-" + format + ".txt");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        new Logging(format).toFile(file);
        try {
            LoggerFactory.getLogger(LoggingTest.class).warn("a shard is \"away\"");
            return Files.readAllLines(file);
        } finally {
            root.detachAppender(file.toString());
            context.getLogger("io.troupe.launcher.Failures").detachAppender(file.toString());
        }
    }
}
