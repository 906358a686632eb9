package io.troupe.learner.http;

import akka.actor.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunsFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Several runs of a folder beside each other: {@code troupe board}. It reads their files, and listens on loopback alone. */
public final class BoardServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;

    private final RunsFolder runs;
    private final ActorSystem system;
    private final HttpBinding binding;

    /**
     * Binds, and answers when it returns.
     *
     * @param port 0: any free one
     * @throws TroupeException CONFIGURATION where there is no such folder, RESOURCE where it cannot listen there
     */
    public BoardServer(Path folder, int port) {
        if (!Files.isDirectory(folder)) {
            throw new TroupeException(ErrorCode.CONFIGURATION, folder + " is no folder; expected one that holds runs, such"
                + " as runs/");
        }
        runs = new RunsFolder(folder);
        Assets assets = new Assets();
        Router router = new Router().get("/api/v1/runs", request -> list())
            .get(OpenApi.BOARD.path(), request -> OpenApi.BOARD.response())
            .get("/health/live", request -> Replies.json(200, "{\"status\":\"live\"}"));
        assets.responses().forEach((path, response) -> router.get(path, request -> response));
        router.get("/", request -> assets.board());
        system = HttpBinding.systemByItself("troupe-board");
        try {
            binding = new HttpBinding(system, new HttpSettings(true, "127.0.0.1", port), MAX_CONNECTIONS,
                new BindProblem("--port", "--port", ""),
                new Guards(new HostGuard(InetAddress.getLoopbackAddress(), true), Optional.empty(), true), router);
        } catch (RuntimeException e) {
            system.terminate();
            throw e;
        }
    }

    public String url() {
        return binding.url();
    }

    private HttpResponse list() {
        try {
            return Replies.json(200, StatusJson.write(runs.runs()));
        } catch (IOException e) {
            return Replies.error(503, "UNREADABLE", "The folder of runs cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        binding.close();
        system.terminate();
    }
}
