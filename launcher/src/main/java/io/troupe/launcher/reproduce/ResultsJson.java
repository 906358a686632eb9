package io.troupe.launcher.reproduce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;

/** {@code results.json}: every number that the page and its picture are made of. */
final class ResultsJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final MathContext DIGITS = new MathContext(9);

    private ResultsJson() {
    }

    static ObjectNode of(Results results) {
        Suite suite = results.suite();
        ObjectNode json = JSON.objectNode();
        json.put("suite", suite.name());
        json.put("claims", suite.claims());
        json.put("environment", suite.environment());
        json.set("settings", texts(suite.settings()));
        json.put("budget_fraction", results.budgetFraction());
        json.put("holds", results.verdict().toBoolean());
        ArrayNode oneOf = json.putArray("one_of");
        suite.oneOf().forEach(group -> oneOf.add(texts(group)));
        ArrayNode entries = json.putArray("entries");
        results.entries().forEach(entry -> entries.add(entry(results, entry)));
        return json;
    }

    private static ObjectNode entry(Results results, Results.Entry entry) {
        SuiteEntry suiteEntry = entry.entry();
        Budget budget = suiteEntry.budget().times(results.budgetFraction());
        ObjectNode json = JSON.objectNode();
        json.put("label", suiteEntry.label());
        json.put("network", suiteEntry.network());
        json.set("settings", texts(suiteEntry.settings()));
        json.put("max_env_steps", budget.maxEnvSteps());
        json.put("max_wall_s", budget.wallS());
        put(json, "until_return", suiteEntry.untilReturn());
        json.set("floor", suiteEntry.floor().isNone() ? JSON.nullNode() : floor(suiteEntry.floor()));
        if (!suiteEntry.measures().isEmpty()) {
            ObjectNode measures = json.putObject("measures");
            suiteEntry.measures().forEach((name, bounds) -> measures.set(name, bounds(JSON.objectNode(), bounds)));
        }
        json.put("holds", results.verdict(entry).toBoolean());
        json.put("seeds", entry.seeds().size());
        json.put("seeds_done", entry.outcomes().size());
        json.put("seeds_met", results.metCount(entry));
        put(json, "return_mean", entry.mean());
        ArrayNode runs = json.putArray("runs");
        entry.outcomes().forEach(outcome -> runs.add(run(results, entry, outcome)));
        return json;
    }

    private static ObjectNode floor(Floor floor) {
        ObjectNode json = bounds(JSON.objectNode().put("of", floor.of().text()).put("seeds", floor.seeds().text()),
            floor.bounds());
        floor.above().ifPresent(above -> json.put("above", above.label()).put("above_by", above.by()));
        return json;
    }

    private static ObjectNode bounds(ObjectNode json, Bounds bounds) {
        put(json, "at_least", bounds.atLeast());
        put(json, "at_most", bounds.atMost());
        return json;
    }

    private static ObjectNode run(Results results, Results.Entry entry, RunOutcome outcome) {
        ObjectNode json = JSON.objectNode();
        json.put("seed", outcome.seed());
        json.put("folder", outcome.folder());
        json.put("starts", outcome.starts());
        json.put("jobs", outcome.record().jobs());
        json.set("machine", outcome.record().machine().toJson());
        json.put("reason", outcome.summary().reason());
        json.put("env_steps", outcome.summary().envSteps());
        json.put("learner_steps", outcome.summary().learnerSteps());
        put(json, "wall_s", outcome.summary().wallS());
        put(json, "time_to_goal_s", outcome.summary().timeToGoalS());
        json.put("floor_met", results.isMet(entry, outcome));
        json.set("best", outcome.record().evaluation());
        ObjectNode last = json.putObject("last");
        put(last, "mean_return", outcome.summary().evaluations().finalReturn());
        last.put("episodes", outcome.summary().evaluations().finalEpisodes());
        ArrayNode curve = json.putArray("curve");
        for (CurvePoint point : outcome.curve()) {
            ObjectNode node = curve.addObject();
            put(node, "time_s", point.timeS());
            node.put("env_steps", point.envSteps());
            node.put("learner_step", point.learnerStep());
            node.put("episodes", point.episodes());
            put(node, "return_mean", point.meanReturn());
            put(node, "return_min", point.minReturn());
            put(node, "return_max", point.maxReturn());
        }
        return json;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        put(json, name, value.orElse(Double.NaN));
    }

    /** Null for what is not there. */
    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, new BigDecimal(value).round(DIGITS).doubleValue());
        } else {
            json.putNull(name);
        }
    }
}
