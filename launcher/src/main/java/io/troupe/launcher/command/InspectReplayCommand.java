package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.PageReplay;
import io.troupe.launcher.run.ReplayView;
import io.troupe.launcher.run.StoredReplay;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe inspect replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = {"Shows what the replay of a run holds: how full it is, how priorities, draws and ages are spread,"
        + " the windows of highest priority, and where each lane's steps are; or one step as its columns.",
        "A run that goes on is asked over HTTP; of one that is over, a shard's files are opened."})
public final class InspectReplayCommand implements Callable<Integer> {
    private static final int MAX_TOP = 1_000;

    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunPage run;
    @Option(names = "--store", paramLabel = "FOLDER",
        description = "A shard's files instead, which no shard has in use.")
    private Path store;
    @Option(names = "--top", paramLabel = "K", defaultValue = "10",
        description = "How many of the windows with the highest priorities (${DEFAULT-VALUE}).")
    private int top;
    @Option(names = "--lanes", description = "The ledger of all lanes, not only of the " + ReplayText.LANES
        + " that miss most.")
    private boolean isAllLanes;
    @Option(names = "--step", paramLabel = "STORE/KEY",
        description = "One step, as the list of the highest priorities names it.")
    private String step;
    @Option(names = "--json", description = "As one JSON object.")
    private boolean isJson;

    public InspectReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (top < 0 || top > MAX_TOP) {
            throw TroupeCommand.usageProblem(spec, "--top: got " + top + ", expected 0 to " + MAX_TOP);
        }
        if (step != null && !step.matches("[0-9a-fA-F]{16}/\\d{1,18}")) {
            throw TroupeCommand.usageProblem(spec, "--step: got '" + step + "', expected STORE/KEY, such as"
                + " 00c0ffee00c0ffee/1048576");
        }
        if ((run.directory().isPresent() ? 1 : 0) + (run.isUrlGiven() ? 1 : 0) + (store == null ? 0 : 1) > 1) {
            throw TroupeCommand.usageProblem(spec, "choose one of RUN_DIR, --url and --store");
        }
        try (ReplayView view = store == null ? new PageReplay(run.open(spec, "start one (troupe train cartpole), name the"
            + " folder or the address of one that goes on (troupe inspect replay RUN_DIR, or --url URL), or look into the"
            + " files of one that is over: --store RUN_DIR/replay/replay-1")) : new StoredReplay(store)) {
            if (step != null) {
                show(view.step(step), ReplayText::step);
            } else {
                ObjectNode all = ((ObjectNode) view.all()).put("at", view.place());
                all.setAll((ObjectNode) view.top(top));
                view.ledger().ifPresent(ledger -> all.set("ledger", ledger));
                show(all, json -> ReplayText.all(json, isAllLanes ? Integer.MAX_VALUE : ReplayText.LANES));
            }
        }
        return 0;
    }

    private void show(JsonNode json, Function<JsonNode, String> text) {
        surroundings.out().print(isJson ? json + "\n" : text.apply(json));
    }
}
