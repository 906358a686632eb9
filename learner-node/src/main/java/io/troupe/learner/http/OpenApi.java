package io.troupe.learner.http;

import akka.http.javadsl.model.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of this API: OpenAPI 3.1, served at {@code /api/v1/openapi.json}. */
final class OpenApi {
    private static final String DOCUMENT = read();

    private OpenApi() {
    }

    static HttpResponse response() {
        return Replies.json(200, DOCUMENT);
    }

    private static String read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
