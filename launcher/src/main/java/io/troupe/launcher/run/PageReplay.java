package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The replay of a run that goes on, asked over HTTP. */
public final class PageReplay implements ReplayView {
    private static final String PATH = "/api/v1/replay";

    private final PageClient page;

    public PageReplay(PageClient page) {
        this.page = page;
    }

    @Override
    public String place() {
        return page.base();
    }

    @Override
    public JsonNode all() {
        return page.get(PATH);
    }

    @Override
    public JsonNode top(int count) {
        return page.get(PATH + "/top?k=" + count);
    }

    @Override
    public JsonNode step(String step) {
        return page.get(PATH + "/steps/" + step);
    }

    @Override
    public Optional<JsonNode> ledger() {
        return Optional.of(page.get("/api/v1/ledger"));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
