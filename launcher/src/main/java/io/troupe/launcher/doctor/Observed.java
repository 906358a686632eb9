package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A run looked at twice.
 *
 * @param before  {@code /api/v1/status} at first
 * @param now     the same some seconds later
 * @param seconds between the two by this process's clock
 * @param replay  {@code /api/v1/replay} at last
 * @param crew    who should be there, and who has left
 * @param host    what this machine adds
 */
record Observed(JsonNode before, JsonNode now, double seconds, JsonNode replay, Crew crew, Host host) {
    /**
     * @param skewS by how much the run's wall clock is ahead of this one's; NaN where it is not known
     * @param disks that the run and its shards write to, as far as they are of this machine
     */
    record Host(double skewS, List<Disk> disks) {
        Host {
            disks = List.copyOf(disks);
        }
    }

    boolean isPaused() {
        return now.path("is_paused").asBoolean();
    }

    /** How much a count of the run has grown between the two looks. */
    long grown(String field) {
        return now.path(field).asLong() - before.path(field).asLong();
    }

    List<JsonNode> shards() {
        return list(now, "shards");
    }

    List<JsonNode> actors() {
        return list(now, "actors");
    }

    /** How many there are, with those that have left only now, or have joined and not reported. */
    long seen(String kind, String role) {
        return Stream.of(before, now).flatMap(status -> Stream.concat(list(status, kind).stream(),
                list(status, "nodes").stream().filter(node -> node.path("role").asText().equals(role))))
            .map(one -> one.path("name").asText()).distinct().count();
    }

    List<JsonNode> nodes() {
        return list(now, "nodes");
    }

    /** How much a count of a shard or an actor has grown; empty for one that was not there at first. */
    Optional<Long> grown(String kind, JsonNode one, String field) {
        return list(before, kind).stream().filter(other -> other.path("node_id").equals(one.path("node_id"))).findFirst()
            .map(other -> one.path(field).asLong() - other.path(field).asLong());
    }

    static List<JsonNode> list(JsonNode status, String kind) {
        return StreamSupport.stream(status.path(kind).spliterator(), false).toList();
    }
}
