package io.troupe.learner.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;

/** Responses of one shape: errors are {@code {"code", "message"}}, and every response carries the security headers. */
final class Replies {
    private static final List<HttpHeader> SECURITY_HEADERS = List.of(
        RawHeader.create("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'"),
        RawHeader.create("X-Content-Type-Options", "nosniff"),
        RawHeader.create("X-Frame-Options", "DENY"),
        RawHeader.create("Referrer-Policy", "no-referrer"),
        RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
        RawHeader.create("Cache-Control", "no-store"));

    private Replies() {
    }

    static HttpResponse json(int status, String json) {
        return HttpResponse.create().withStatus(status)
            .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    }

    static HttpResponse error(int status, String code, String message) {
        return json(status, StatusJson.write(new Problem(code, message)));
    }

    static HttpResponse bytes(ContentType contentType, byte[] bytes) {
        return HttpResponse.create().withEntity(HttpEntities.create(contentType, bytes));
    }

    static HttpResponse secured(HttpResponse response) {
        return response.addHeaders(SECURITY_HEADERS);
    }

    private record Problem(String code, String message) {
    }
}
