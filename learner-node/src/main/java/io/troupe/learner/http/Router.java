package io.troupe.learner.http;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From method and exact path to what answers there. Whatever goes wrong is answered in JSON. */
final class Router {
    private static final Logger LOGGER = LoggerFactory.getLogger(Router.class);

    private final Map<String, Entry> entries = new HashMap<>();

    Router get(String path, Function<HttpRequest, HttpResponse> handler) {
        entries.put(path, new Entry(HttpMethods.GET, handler));
        return this;
    }

    Router post(String path, Function<HttpRequest, HttpResponse> handler) {
        entries.put(path, new Entry(HttpMethods.POST, handler));
        return this;
    }

    HttpResponse handle(HttpRequest request) {
        String path = request.getUri().path();
        Entry entry = entries.get(path);
        if (entry == null) {
            return Replies.error(404, "NOT_FOUND", "There is nothing at " + path);
        }
        if (!entry.method().equals(request.method())) {
            return Replies.error(405, "METHOD_NOT_ALLOWED", path + " takes " + entry.method().name() + ", not "
                + request.method().name()).addHeaders(List.of(RawHeader.create("Allow", entry.method().name())));
        }
        try {
            return entry.handler().apply(request);
        } catch (RuntimeException e) {
            LOGGER.error("{} {} failed", request.method().name(), path, e);
            return Replies.error(500, "INTERNAL", "This request failed here; the learner's log tells why");
        }
    }

    private record Entry(HttpMethod method, Function<HttpRequest, HttpResponse> handler) {
    }
}
