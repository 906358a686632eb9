package io.troupe.launcher.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What can be seen of a replay, in the words of the HTTP interface: of a running run, or of a shard's files. */
public interface ReplayView extends AutoCloseable {
    /** Where one looks, for a headline. */
    String place();

    /** As {@code /api/v1/replay} answers. */
    JsonNode all();

    /** As {@code /api/v1/replay/top} answers. */
    JsonNode top(int count);

    /** As {@code /api/v1/replay/steps/…} answers; {@code step} is {@code <store>/<key>}. */
    JsonNode step(String step);

    /** As {@code /api/v1/ledger} answers; empty where nothing tells. */
    Optional<JsonNode> ledger();

    @Override
    void close();
}
