package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.troupe.launcher.run.PageClient;
import java.util.Optional;

/** Asks the run's page. */
public final class AskedPage implements AskedRun {
    private static final String REPLAY = "/api/v1/replay";
    private static final int LOOKED_AT = 1_000;

    private final PageClient page;

    public AskedPage(PageClient page) {
        this.page = page;
    }

    @Override
    public JsonNode status() {
        return page.get("/api/v1/status");
    }

    @Override
    public JsonNode replay() {
        return page.find(REPLAY).orElse(MissingNode.getInstance());
    }

    @Override
    public JsonNode ledger() {
        return page.get("/api/v1/ledger");
    }

    @Override
    public JsonNode configuration() {
        return page.get("/api/v1/config");
    }

    @Override
    public JsonNode log() {
        return page.get("/api/v1/log");
    }

    @Override
    public JsonNode undrawn() {
        Optional<JsonNode> ofAll = page.find(REPLAY + "/top?k=" + LOOKED_AT);
        if (ofAll.isPresent()) {
            return firstUndrawn(ofAll.get());
        }
        // One of the shards is silent: any of the others will do.
        for (JsonNode shard : status().path("shards")) {
            JsonNode own = page.find(REPLAY + "/shards/" + shard.path("node_id").asInt() + "?top=" + LOOKED_AT)
                .map(AskedPage::firstUndrawn).orElse(null);
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    private static JsonNode firstUndrawn(JsonNode told) {
        for (JsonNode window : told.path("top")) {
            if (window.path("times_sampled").asInt() == 0) {
                return window;
            }
        }
        return null;
    }

    @Override
    public JsonNode step(String step) {
        return page.find(REPLAY + "/steps/" + step).orElse(null);
    }

    @Override
    public double clockSkewS() {
        return page.clockSkewS();
    }
}
