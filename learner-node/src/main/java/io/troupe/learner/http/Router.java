package io.troupe.learner.http;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.SystemMaterializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From method and path to what answers there. Whatever goes wrong is answered in JSON. */
final class Router {
    /** A body that no route reads is thrown away, and a longer one refused. */
    static final long MAX_UNREAD_BYTES = 4096;
    private static final Logger LOGGER = LoggerFactory.getLogger(Router.class);
    private static final int READ_TIMEOUT_MS = 10_000;

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Entry> trees = new HashMap<>();

    Router get(String path, Function<HttpRequest, HttpResponse> handler) {
        entries.put(path, new Entry(HttpMethods.GET, withoutBody(request -> now(handler.apply(request)))));
        return this;
    }

    /** What answers at this path and at all below it, when it has the answer. */
    Router getTree(String path, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        trees.put(path, new Entry(HttpMethods.GET, withoutBody(handler)));
        return this;
    }

    Router post(String path, Function<HttpRequest, HttpResponse> handler) {
        entries.put(path, new Entry(HttpMethods.POST, withoutBody(request -> now(handler.apply(request)))));
        return this;
    }

    /**
     * What answers to a body, when it has the answer.
     *
     * @param maxBytes a longer body is refused
     * @param check    sees the request before its body is read; its refusal, or empty where the body is wanted
     */
    Router post(String path, int maxBytes, Function<HttpRequest, Optional<HttpResponse>> check,
                Function<byte[], CompletionStage<HttpResponse>> handler) {
        entries.put(path, new Entry(HttpMethods.POST, (request, system) -> {
            Optional<HttpResponse> refusal = check.apply(request);
            HttpEntity limited = request.entity().withSizeLimit(maxBytes);
            if (refusal.isPresent()) {
                limited.discardBytes(system);
                return now(refusal.get());
            }
            return read(limited, maxBytes, system).thenCompose(handler);
        }));
        return this;
    }

    /** @param system reads the body, or throws it away */
    CompletionStage<HttpResponse> handle(HttpRequest request, ClassicActorSystemProvider system) {
        String path = request.getUri().path();
        Entry entry = entries.containsKey(path) ? entries.get(path) : tree(path);
        if (entry == null) {
            return unread(request, system, Replies.error(404, "NOT_FOUND", "There is nothing at " + path));
        }
        if (!entry.method().equals(request.method())) {
            return unread(request, system, Replies.error(405, "METHOD_NOT_ALLOWED", path + " takes "
                + entry.method().name() + ", not " + request.method().name())
                .addHeaders(List.of(RawHeader.create("Allow", entry.method().name()))));
        }
        try {
            return entry.handler().handle(request, system).exceptionally(failure -> failed(request, failure));
        } catch (RuntimeException e) {
            return now(failed(request, e));
        }
    }

    static CompletionStage<HttpResponse> unread(HttpRequest request, ClassicActorSystemProvider system,
                                                HttpResponse response) {
        request.discardEntityBytes(system);
        return now(response);
    }

    private static CompletionStage<byte[]> read(HttpEntity body, int maxBytes, ClassicActorSystemProvider system) {
        return body.toStrict(READ_TIMEOUT_MS, maxBytes, SystemMaterializer.get(system).materializer())
            .handle((strict, failure) -> {
                if (failure == null) {
                    return strict.getData().toArray();
                }
                Throwable cause = cause(failure);
                if (isTooLarge(cause)) {
                    throw new BodyRefused(413, "TOO_LARGE", "the body is larger than " + maxBytes + " bytes");
                }
                throw cause instanceof TimeoutException
                    ? new BodyRefused(408, "TOO_SLOW", "the body did not come within " + READ_TIMEOUT_MS + " ms")
                    : new CompletionException(cause);
            });
    }

    /** Akka has an exception of its own for this only where the length was not announced. */
    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof EntityStreamSizeException || failure instanceof EntityStreamException
            && String.valueOf(failure.getMessage()).startsWith("Request too large");
    }

    private Entry tree(String path) {
        return trees.entrySet().stream()
            .filter(tree -> path.equals(tree.getKey()) || path.startsWith(tree.getKey() + "/"))
            .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    private static HttpResponse failed(HttpRequest request, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof BadQuery) {
            return Replies.error(400, "BAD_REQUEST", cause.getMessage());
        }
        if (cause instanceof BodyRefused refused) {
            return Replies.error(refused.status, refused.code, refused.getMessage());
        }
        LOGGER.error("{} {} failed", request.method().name(), request.getUri().path(), cause);
        return Replies.error(500, "INTERNAL", "This request failed here; the log tells why");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Handler withoutBody(Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        return (request, system) -> {
            request.discardEntityBytes(system);
            return handler.apply(request);
        };
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    @FunctionalInterface
    private interface Handler {
        CompletionStage<HttpResponse> handle(HttpRequest request, ClassicActorSystemProvider system);
    }

    private record Entry(HttpMethod method, Handler handler) {
    }

    private static final class BodyRefused extends RuntimeException {
        private final int status;
        private final String code;

        private BodyRefused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }
}
