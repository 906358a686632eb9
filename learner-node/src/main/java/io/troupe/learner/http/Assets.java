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
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The page's files, read once from the class path. A closed list: a path of a request is never a path of a file. */
final class Assets {
    private static final List<String> OWN = List.of("style.css", "app.js", "api.js", "attention.js", "bars.js",
        "board.js", "curves.js", "format.js", "history.js", "plot.js", "process.js", "records.js", "replay.js",
        "tables.js", "icon.svg");
    private static final List<String> PLOTS = List.of("uPlot.esm.js", "uPlot.min.css");
    private static final Map<String, ContentType> CONTENT_TYPES = Map.of(
        "html", ContentTypes.TEXT_HTML_UTF8,
        "css", MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8),
        "js", MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8),
        "svg", MediaTypes.IMAGE_SVG_XML.toContentType());

    private final Map<String, HttpResponse> responses = new LinkedHashMap<>();

    Assets() {
        responses.put("/", response("index.html"));
        OWN.forEach(name -> responses.put("/assets/" + name, response("assets/" + name)));
        String plots = plots();
        PLOTS.forEach(name -> responses.put("/assets/" + name, response(plots + name)));
    }

    /** The page of several runs. */
    HttpResponse board() {
        return response("board.html");
    }

    /** By the path at which they are served. */
    Map<String, HttpResponse> responses() {
        return responses;
    }

    /** Where uPlot lies: its WebJar's folder has its version in its name. */
    private static String plots() {
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return "/META-INF/resources/webjars/uplot/" + properties.getProperty("version") + "/dist/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse response(String name) {
        try (InputStream in = open(name)) {
            return Replies.bytes(CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1)), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Assets.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("the page's file " + name + " is missing from this build");
        }
        return in;
    }
}
