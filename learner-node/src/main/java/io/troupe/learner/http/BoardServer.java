package io.troupe.learner.http;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.ConfigFactory;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Several runs of a folder beside each other: {@code troupe board}. It reads their files, and listens on loopback alone. */
public final class BoardServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ActorSystem system;
    private final HostGuard hosts = new HostGuard(InetAddress.getLoopbackAddress());
    private final RunsFolder runs;
    private final Router router;
    private final ServerBinding binding;

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
        router = new Router().get("/api/v1/runs", request -> list())
            .get("/health/live", request -> Replies.json(200, "{\"status\":\"live\"}"));
        Assets assets = new Assets();
        assets.responses().forEach((path, response) -> {
            if (!path.equals("/")) {
                router.get(path, request -> response);
            }
        });
        router.get("/", request -> assets.board());
        system = ActorSystem.create("troupe-board", ConfigFactory.parseString(
            "akka.actor.provider = local, akka.loglevel = WARNING, akka.daemonic = on,"
                + "akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off").withFallback(ConfigFactory.load()));
        try {
            binding = Http.get(system).newServerAt("127.0.0.1", port)
                .withSettings(ServerSettings.create(system).withServerHeader(Optional.empty())
                    .withTransparentHeadRequests(true)).bind(this::handle)
                .toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            system.terminate();
            throw BindProblem.of(new HttpSettings(true, "127.0.0.1", port), e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + binding.localAddress().getPort() + "/";
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        request.discardEntityBytes(system);
        Optional<HttpResponse> refusal = hosts.check(request);
        return (refusal.isPresent() ? CompletableFuture.completedFuture(refusal.get()) : router.handle(request))
            .thenApply(Replies::secured);
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
        system.terminate();
    }
}
