package io.troupe.learner.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page's files, read once from the class path. A closed list: a path of a request is never a path of a file. */
final class Assets {
    private static final Map<String, ContentType> CONTENT_TYPES = Map.of(
        "index.html", ContentTypes.TEXT_HTML_UTF8,
        "assets/style.css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
        "assets/app.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
        "assets/chart.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
        "assets/format.js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
        "assets/icon.svg", MediaTypes.IMAGE_SVG_XML.toContentType());

    private final Map<String, HttpResponse> responses = new LinkedHashMap<>();

    Assets() {
        CONTENT_TYPES.forEach((name, contentType) ->
            responses.put("index.html".equals(name) ? "/" : "/" + name, Replies.bytes(contentType, read(name))));
    }

    /** By the path at which they are served. */
    Map<String, HttpResponse> responses() {
        return responses;
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing from this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
