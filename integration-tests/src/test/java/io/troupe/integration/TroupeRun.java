package io.troupe.integration;

import io.troupe.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run with its page, in a process of its own, that goes on until it is closed. */
public final class TroupeRun implements AutoCloseable {
    private final TroupeProcess process;
    private final Path folder;

    private TroupeRun(TroupeProcess process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Returns when its page answers. @param arguments of {@code troupe train} */
    public static TroupeRun start(Path parent, String... arguments) {
        return startAt(parent, 0, arguments);
    }

    /** @param port of its page; 0: any free one */
    public static TroupeRun startAt(Path parent, int port, String... arguments) {
        Path folder = parent.resolve("run");
        List<String> command = new ArrayList<>(List.of("train"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--run-dir", folder.toString(), "--http-port", Integer.toString(port), "--until-return",
            "none", "--steps", "1000000000"));
        TroupeProcess process = TroupeProcess.start(parent, command.toArray(String[]::new));
        Await.until("the page is there", TroupeProcess.LIMIT, process::evidence,
            () -> Files.exists(folder.resolve("page-url")));
        return new TroupeRun(process, folder);
    }

    /** The board of a folder of runs, as a process of its own; what it prints tells its address. */
    public static Board board(Path folder) {
        TroupeProcess process = TroupeProcess.start(folder, "board", folder.toString(), "--port", "0");
        Await.until("the board is there", TroupeProcess.LIMIT, process::evidence,
            () -> process.out().contains("http://"));
        String out = process.out().trim();
        return new Board(process, out.substring(out.indexOf("http://")));
    }

    /** @param url of its page */
    public record Board(TroupeProcess process, String url) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    /** Its process gets no time, as on a host that is suspended, until {@link #goOn}. */
    public void standStill() {
        Signals.standStill(process.pid());
    }

    public void goOn() {
        Signals.goOn(process.pid());
    }

    public void awaitEnd() {
        process.awaitExit(TroupeProcess.LIMIT);
    }

    public String url() {
        return read("page-url");
    }

    public String secret() {
        return read("control-secret");
    }

    public Path folder() {
        return folder;
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name)).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
