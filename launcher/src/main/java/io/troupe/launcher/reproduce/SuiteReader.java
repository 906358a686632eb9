package io.troupe.launcher.reproduce;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes a suite of a text in HOCON. What stands beside the entries holds for each that does not say otherwise. */
final class SuiteReader {
    private static final Map<String, Floor.Judged> JUDGED =
        Map.of("best", Floor.Judged.BEST, "last", Floor.Judged.LAST);
    private static final Map<String, Floor.Seeds> SEEDS = Map.of("all", Floor.Seeds.ALL, "most", Floor.Seeds.MOST);

    private final List<String> problems = new ArrayList<>();

    private SuiteReader() {
    }

    /**
     * @param name   of the suite
     * @param origin what problems call the text
     * @throws TroupeException CONFIGURATION with all problems
     */
    static Suite read(String text, String name, String origin) {
        SuiteReader reader = new SuiteReader();
        Suite suite = null;
        try (SuiteSection section = new SuiteSection(ConfigFactory.parseString(text,
            ConfigParseOptions.defaults().setOriginDescription(origin)).resolve().root(), "", reader.problems::add)) {
            suite = reader.suite(section, name);
        } catch (ConfigException e) {
            reader.problems.add(e.getMessage());
        }
        if (!reader.problems.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, reader.problems.size() == 1
                ? "in the suite " + origin + ", " + reader.problems.get(0)
                : reader.problems.size() + " problems in the suite " + origin + ":\n  "
                    + String.join("\n  ", reader.problems));
        }
        return suite;
    }

    private Suite suite(SuiteSection section, String name) {
        require(section, "environment", "entries");
        List<String> settings = new ArrayList<>(section.assignments("environment-options", "environment.options."));
        settings.addAll(section.assignments("settings", ""));
        SuiteEntry common = new SuiteEntry("", "", List.of(), Optional.empty(),
            section.seeds("seeds", List.of(1L, 2L, 3L, 4L, 5L)), budget(section, new Budget(0, 0)),
            section.numberOrNone("until-return", OptionalDouble.empty()), Floor.NONE,
            Map.of());
        List<SuiteEntry> entries = new ArrayList<>();
        for (SuiteSection entry : section.list("entries")) {
            try (entry) {
                entries.add(entry(entry, common));
            }
        }
        Suite suite = new Suite(name, section.text("claims", ""), section.text("environment", ""), settings,
            evaluation(section), entries, section.groups("one-of"));
        checkLabels(section, suite);
        return suite;
    }

    private static FinalEvaluation evaluation(SuiteSection section) {
        return new FinalEvaluation((int) Math.min(Integer.MAX_VALUE, section.whole("episodes", 100L)),
            section.assignments("evaluation-options", ""), section.baselines("baselines"));
    }

    private SuiteEntry entry(SuiteSection section, SuiteEntry common) {
        require(section, "network");
        String network = section.text("network", "");
        Budget budget = budget(section, common.budget());
        if (budget.maxEnvSteps() == 0 || budget.wallS() == 0) {
            section.problem(budget.maxEnvSteps() == 0 ? "max-env-steps" : "wall-s",
                "it is missing here and beside the entries, and every run needs an end");
        }
        return new SuiteEntry(section.name("label", network), network, section.assignments("settings", ""),
            section.has("begins-with") ? Optional.of(section.text("begins-with", "")) : Optional.empty(),
            section.seeds("seeds", common.seeds()), budget, section.numberOrNone("until-return", common.untilReturn()),
            floor(section), measures(section));
    }

    private static Budget budget(SuiteSection section, Budget fallback) {
        return new Budget(section.whole("max-env-steps", fallback.maxEnvSteps()),
            section.has("wall-s") ? section.whole("wall-s", 1L) : fallback.wallS());
    }

    private Floor floor(SuiteSection entry) {
        SuiteSection section = entry.section("floor");
        if (section == null) {
            return Floor.NONE;
        }
        try (section) {
            Optional<Floor.Margin> above = Optional.empty();
            SuiteSection margin = section.section("above");
            if (margin != null) {
                try (margin) {
                    require(margin, "label", "by");
                    above = Optional.of(new Floor.Margin(margin.text("label", ""), margin.number("by", 0.0)));
                }
            }
            return new Floor(section.choice("of", JUDGED, Floor.Judged.BEST), bounds(section), above,
                section.choice("seeds", SEEDS, Floor.Seeds.ALL));
        }
    }

    private static Map<String, Bounds> measures(SuiteSection entry) {
        Map<String, Bounds> measures = new LinkedHashMap<>();
        entry.sections("measures").forEach((name, section) -> {
            try (section) {
                measures.put(name, bounds(section));
            }
        });
        return measures;
    }

    private static Bounds bounds(SuiteSection section) {
        return new Bounds(section.numberOrNone("at-least", OptionalDouble.empty()),
            section.numberOrNone("at-most", OptionalDouble.empty()));
    }

    private static void checkLabels(SuiteSection section, Suite suite) {
        List<String> labels = suite.labels();
        if (labels.stream().distinct().count() < labels.size()) {
            section.problem("entries", "two have the same label; there are " + String.join(", ", labels));
        }
        suite.oneOf().stream().flatMap(List::stream).filter(label -> !labels.contains(label)).forEach(label ->
            section.problem("one-of", "there is no entry " + label + "; there are " + String.join(", ", labels)));
        for (SuiteEntry entry : suite.entries()) {
            entry.beginsWith().filter(label -> !canBeginWith(suite, entry, label)).ifPresent(label ->
                section.problem("entries", entry.label() + " is to begin with the weights of " + label
                    + ", expected an entry before it that has all its seeds"));
            entry.floor().above()
                .filter(above -> !labels.contains(above.label()) || above.label().equals(entry.label()))
                .ifPresent(above -> section.problem("entries", entry.label() + " is to be above " + above.label()
                    + ", expected another entry; there are " + String.join(", ", labels)));
        }
    }

    private static boolean canBeginWith(Suite suite, SuiteEntry entry, String label) {
        return suite.entries().subList(0, suite.entries().indexOf(entry)).stream()
            .anyMatch(other -> other.label().equals(label) && other.seeds().containsAll(entry.seeds()));
    }

    private static void require(SuiteSection section, String... keys) {
        for (String key : keys) {
            if (!section.has(key)) {
                section.problem(key, "it is missing");
            }
        }
    }
}
