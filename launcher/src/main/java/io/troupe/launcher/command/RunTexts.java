package io.troupe.launcher.command;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.HttpSettings;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.config.TroupeSettings;
import io.troupe.launcher.Surroundings;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunSummary;
import java.io.PrintStream;
import java.util.Locale;

/** What a person reads before and after a run. */
final class RunTexts {
    private RunTexts() {
    }

    static void begin(Surroundings surroundings, EffectiveConfiguration configuration, RunFolder folder) {
        TroupeSettings settings = configuration.settings();
        PrintStream out = surroundings.out();
        out.println("training " + settings.environment().name() + " with " + NetworkPresets.nameOf(settings.network())
            + ", seed " + settings.run().seed() + ", in " + folder.path());
        HttpSettings http = settings.http();
        if (http.isEnabled() && http.port() != 0) {
            out.println("live page: http://" + (http.host().equals("0.0.0.0") ? "127.0.0.1" : http.host()) + ":"
                + http.port() + "/");
        }
    }

    static void end(Surroundings surroundings, RunFolder folder, RunSummary summary) {
        PrintStream out = surroundings.out();
        RunSummary.Evaluations evaluations = summary.evaluations();
        String evaluated = evaluations.finalReturn().isPresent()
            ? String.format(Locale.ROOT, ": greedy return %,.1f over %,d episodes",
                evaluations.finalReturn().getAsDouble(), evaluations.finalEpisodes())
            : "";
        out.printf(Locale.ROOT, "%s%s; %,d env steps and %,d learner steps in %.1f s%n", summary.reason(), evaluated,
            summary.envSteps(), summary.learnerSteps(), summary.wallS());
        RunSummary.Ledger ledger = summary.ledger();
        if (ledger.lost() > 0) {
            out.printf(Locale.ROOT, "lost: %,d of %,d env steps, with the processes that died%n", ledger.lost(),
                ledger.produced());
        }
        out.println("watch it: troupe play " + folder.path());
    }
}
