package io.troupe.launcher;

import io.troupe.launcher.run.NodeRuns;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.slf4j.LoggerFactory;

/** Where the {@code troupe} command begins. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
            LoggerFactory.getLogger(Main.class).error("thread {} died", thread.getName(), failure));
        Surroundings surroundings = new Surroundings(new NodeRuns(), stream(FileDescriptor.out),
            stream(FileDescriptor.err), Terminal.ofThisProcess(), new SignalStop(), System::nanoTime,
            LocalDateTime::now);
        // Not left to the end of all threads: Akka's and the engine's need not be daemons.
        System.exit(new TroupeTool(surroundings).run(arguments));
    }

    /** UTF-8 whatever the locale says: in containers it mostly says nothing. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
