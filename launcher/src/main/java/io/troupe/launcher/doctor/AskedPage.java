package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.launcher.run.PageClient;

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
        return page.get(REPLAY);
    }

    @Override
    public String undrawn() {
        for (JsonNode window : page.get(REPLAY + "/top?k=" + LOOKED_AT).path("top")) {
            if (window.path("times_sampled").asInt() == 0) {
                return window.path("step").asText();
            }
        }
        return null;
    }

    @Override
    public JsonNode step(String step) {
        try {
            return page.get(REPLAY + "/steps/" + step);
        } catch (TroupeException e) {
            if (e.code() == ErrorCode.CONFIGURATION) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public double clockSkewS() {
        return page.clockSkewS();
    }
}
