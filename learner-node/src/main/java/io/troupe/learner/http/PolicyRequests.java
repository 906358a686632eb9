package io.troupe.learner.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicySession;
import io.troupe.policy.serving.ActRow;
import io.troupe.policy.serving.SessionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** From the JSON of {@code /v1/policy/act} to rows. What is wrong with it is a {@link BadQuery}. */
final class PolicyRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NAMES =
        new TreeSet<>(Set.of("session", "episode_start", "observation", "mask", "epsilon"));

    private final Policy policy;
    private final SessionTable sessions;
    private final int maxRows;

    PolicyRequests(Policy policy, SessionTable sessions, int maxRows) {
        this.policy = policy;
        this.sessions = sessions;
        this.maxRows = maxRows;
    }

    /** One observation in the body itself, or several in its {@code observations}. */
    List<ActRow> read(String body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadQuery("the body is no JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw new BadQuery("the body is no JSON object");
        }
        if (root.has("observations") && root.size() > 1) {
            throw new BadQuery("beside observations nothing else can stand; each of them has its own session and mask");
        }
        if (!root.has("observations")) {
            return List.of(row(root));
        }
        JsonNode all = root.get("observations");
        if (!all.isArray() || all.isEmpty() || all.size() > maxRows) {
            throw new BadQuery("observations has " + all.size() + " entries, expected a list of 1 … " + maxRows);
        }
        List<ActRow> rows = new ArrayList<>();
        for (JsonNode one : all) {
            ActRow row = row(one, rows.size());
            if (row.session() != null && rows.stream().anyMatch(other -> other.session() == row.session())) {
                throw new BadQuery("a session is there twice, expected each once: its observations follow each other");
            }
            rows.add(row);
        }
        return rows;
    }

    /** As {@link #row(JsonNode)}, of one among several: what is wrong is said to be in this one. */
    private ActRow row(JsonNode one, int index) {
        try {
            return row(one);
        } catch (BadQuery e) {
            throw new BadQuery("observations[" + index + "]: " + e.getMessage());
        }
    }

    private ActRow row(JsonNode one) {
        one.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw new BadQuery("there is no '" + name + "' in a question; there are " + String.join(", ", NAMES));
            }
        });
        JsonNode start = one.path("episode_start");
        if (!start.isMissingNode() && !start.isBoolean()) {
            throw new BadQuery("episode_start is " + start + ", expected true or false");
        }
        JsonNode epsilon = one.path("epsilon");
        if (!epsilon.isMissingNode() && !(epsilon.isNumber() && epsilon.asDouble() >= 0 && epsilon.asDouble() <= 1)) {
            throw new BadQuery("epsilon is " + epsilon + ", expected a number from 0 to 1");
        }
        return new ActRow(session(one.path("session")), start.asBoolean(false),
            observation(one.path("observation")), mask(one.path("mask")), epsilon.asDouble(0));
    }

    private PolicySession session(JsonNode handle) {
        if (policy.hasMemory() && !handle.isTextual()) {
            throw new BadQuery("this network has a memory: session needs a handle from POST /v1/policy/sessions");
        }
        if (!policy.hasMemory() && !handle.isMissingNode() && !handle.isNull()) {
            throw new BadQuery("this network has no memory, and takes no session");
        }
        return policy.hasMemory() ? sessions.find(handle.asText()).orElseThrow(UnknownSession::new) : null;
    }

    private float[] observation(JsonNode given) {
        float[] values = new float[policy.observationElements()];
        int count = 0;
        if (given.isObject()) {
            for (ObservationColumn column : policy.schema().observations()) {
                int end = count + column.elements();
                count = flatten(given.path(column.name()), values, count);
                if (count != end) {
                    throw new BadQuery("column '" + column.name() + "' needs " + column.elements() + " numbers");
                }
            }
        } else {
            count = flatten(given, values, 0);
        }
        if (count != values.length) {
            throw new BadQuery("observation has " + count + " numbers, expected " + values.length);
        }
        return values;
    }

    private static int flatten(JsonNode node, float[] target, int from) {
        int count = from;
        if (!node.isArray()) {
            throw new BadQuery("observation is " + node.getNodeType() + ", expected lists of numbers");
        }
        for (JsonNode value : node) {
            if (value.isArray()) {
                count = flatten(value, target, count);
            } else if (value.isNumber() && count < target.length) {
                target[count++] = value.floatValue();
            } else {
                throw new BadQuery("observation has more than " + target.length
                    + " numbers, or something else than these");
            }
        }
        return count;
    }

    private boolean[] mask(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            if (policy.schema().hasActionMask()) {
                throw new BadQuery("mask is missing, expected " + policy.actionCount() + " booleans, true for each action "
                    + "that is legal now: the environment that this policy learned has an action mask");
            }
            return null;
        }
        if (!given.isArray() || given.size() != policy.actionCount()) {
            throw new BadQuery("mask needs " + policy.actionCount() + " booleans");
        }
        boolean[] mask = new boolean[policy.actionCount()];
        boolean isAnyAllowed = false;
        for (int action = 0; action < mask.length; action++) {
            JsonNode one = given.get(action);
            if (!one.isBoolean()) {
                throw new BadQuery("mask has " + one + ", expected true for an action that may be chosen, and false");
            }
            mask[action] = one.booleanValue();
            isAnyAllowed |= mask[action];
        }
        if (!isAnyAllowed) {
            throw new BadQuery("mask allows no action, expected at least one true");
        }
        return mask;
    }

    /** The handle is of no session, or of one that has expired. */
    static final class UnknownSession extends RuntimeException {
        UnknownSession() {
            super("there is no such session, or no longer: begin one with POST /v1/policy/sessions");
        }
    }
}
