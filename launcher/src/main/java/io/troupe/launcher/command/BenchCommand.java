package io.troupe.launcher.command;

import io.troupe.benchmarks.Benchmark;
import io.troupe.benchmarks.Benchmarks;
import io.troupe.launcher.ProgressLine;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.run.WholeCommands;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code troupe bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = "Measures how fast something is on this machine. Without a name: what can be measured.")
public final class BenchCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "A benchmark.")
    private String name;
    @Parameters(index = "1..*", paramLabel = "arguments", description = "What the benchmark itself is told.")
    private List<String> arguments = List.of();
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean isJson;

    public BenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<Benchmark> all = Benchmarks.all(new WholeCommands(surroundings.runs(), surroundings.nanoClock()));
        if (name == null) {
            int width = all.stream().mapToInt(benchmark -> benchmark.name().length()).max().orElseThrow();
            all.forEach(benchmark -> surroundings.out().printf("%-" + width + "s  %s%n", benchmark.name(),
                benchmark.description()));
            return 0;
        }
        Benchmark chosen = all.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst()
            .orElseThrow(() -> TroupeCommand.usageProblem(spec, "no benchmark is called '" + name + "'; there are: "
                + all.stream().map(Benchmark::name).collect(Collectors.joining(", "))));
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            chosen.run(arguments, isJson, surroundings.out(), progress::now);
        }
        return 0;
    }
}
