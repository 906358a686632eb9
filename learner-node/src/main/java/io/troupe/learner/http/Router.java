package io.troupe.learner.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From method and path to what answers there. Whatever goes wrong is answered in JSON. */
final class Router {
    private static final Logger LOGGER = LoggerFactory.getLogger(Router.class);

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Entry> trees = new HashMap<>();

    Router get(String path, Function<HttpRequest, HttpResponse> handler) {
        entries.put(path, new Entry(HttpMethods.GET, atOnce(handler)));
        return this;
    }

    /** What answers at this path and at all below it, when it has the answer. */
    Router getTree(String path, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        trees.put(path, new Entry(HttpMethods.GET, handler));
        return this;
    }

    Router post(String path, Function<HttpRequest, HttpResponse> handler) {
        entries.put(path, new Entry(HttpMethods.POST, atOnce(handler)));
        return this;
    }

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        String path = request.getUri().path();
        Entry entry = entries.containsKey(path) ? entries.get(path) : tree(path);
        if (entry == null) {
            return now(Replies.error(404, "NOT_FOUND", "There is nothing at " + path));
        }
        if (!entry.method().equals(request.method())) {
            return now(Replies.error(405, "METHOD_NOT_ALLOWED", path + " takes " + entry.method().name() + ", not "
                + request.method().name()).addHeaders(List.of(RawHeader.create("Allow", entry.method().name()))));
        }
        try {
            return entry.handler().apply(request).exceptionally(failure -> failed(request, failure));
        } catch (BadQuery e) {
            return now(Replies.error(400, "BAD_REQUEST", e.getMessage()));
        } catch (RuntimeException e) {
            return now(failed(request, e));
        }
    }

    private Entry tree(String path) {
        return trees.entrySet().stream()
            .filter(tree -> path.equals(tree.getKey()) || path.startsWith(tree.getKey() + "/"))
            .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    private static HttpResponse failed(HttpRequest request, Throwable failure) {
        LOGGER.error("{} {} failed", request.method().name(), request.getUri().path(), failure);
        return Replies.error(500, "INTERNAL", "This request failed here; the learner's log tells why");
    }

    private static Function<HttpRequest, CompletionStage<HttpResponse>> atOnce(
        Function<HttpRequest, HttpResponse> handler) {
        return request -> now(handler.apply(request));
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private record Entry(HttpMethod method, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    }
}
