package io.troupe.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log messages go: warnings in short to the standard error output ({@code logback.xml}), and everything to a file
 * when there is one. With {@code TROUPE_LOG_FORMAT=json} the file, and a node's error output, have a JSON object a line.
 */
final class Logging implements Logs {
    /** Only what a person has been told already in one line: it goes to the file and nowhere else. */
    private static final Logger FAILURES = LoggerFactory.getLogger("io.troupe.launcher.Failures");
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{30} [%thread] %msg%n";

    private final String format;
    private Path file;

    /** @param format json; text where it is null or blank; anything else is refused by the first log that is begun */
    Logging(String format) {
        this.format = format == null || format.isBlank() ? "text" : format;
    }

    @Override
    public void toFile(Path file) {
        if (!Files.isDirectory(file.toAbsolutePath().getParent()) || Files.exists(file) && !Files.isWritable(file)) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write the log " + file
                + "; its folder has to be there, and writable");
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(file.toString());
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.getLogger(FAILURES.getName()).addAppender(appender);
        this.file = file;
    }

    @Override
    public void toConsole() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var console = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
        if (console != null) {
            console.clearAllFilters();
        }
        if (isJson() && console instanceof ConsoleAppender<ILoggingEvent> appender) {
            appender.setEncoder(encoder(context));
        }
    }

    private boolean isJson() {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new TroupeException(ErrorCode.CONFIGURATION, "TROUPE_LOG_FORMAT: got '" + format
                + "', expected json or text");
        };
    }

    private Encoder<ILoggingEvent> encoder(LoggerContext context) {
        Encoder<ILoggingEvent> encoder = isJson() ? new JsonEncoder() : text();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static PatternLayoutEncoder text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        return encoder;
    }

    /** Keeps the stack trace of {@code failure}. @return where it can be read; null where it could not be kept */
    Path keep(Throwable failure) {
        if (file != null) {
            FAILURES.error("the command ended", failure);
            return file;
        }
        try {
            Path own = Files.createTempFile("troupe-error-", ".log");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(own))) {
                failure.printStackTrace(writer);
            }
            return own;
        } catch (IOException e) {
            return null;
        }
    }
}
