package io.troupe.launcher.command;

import io.troupe.launcher.ProgressLine;
import io.troupe.launcher.Surroundings;
import io.troupe.launcher.doctor.AskedPage;
import io.troupe.launcher.doctor.Disk;
import io.troupe.launcher.doctor.Examination;
import io.troupe.launcher.run.PageClient;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = TroupeCommand.Version.class,
    description = {"Tells whether a run that goes on is alive, and what is wrong with it: follows a step from its actor to"
        + " the weights that actors act with, and looks for what is known to go wrong, with its likely cause.",
        "Exit status: 0 alive, 1 not well, 3 no run answers."})
public final class DoctorCommand implements Callable<Integer> {
    private static final int NOT_WELL = 1;
    private static final double LONGEST_S = 600;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Surroundings surroundings;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunPage run;
    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5",
        description = "How long it is looked at, at least (${DEFAULT-VALUE}).")
    private double seconds;
    @Option(names = "--json", description = "As one JSON object.")
    private boolean isJson;

    public DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!(seconds >= 1 && seconds <= LONGEST_S)) {
            throw TroupeCommand.usageProblem(spec, "--seconds: got " + seconds + ", expected 1 to " + (int) LONGEST_S);
        }
        PageClient page = run.open(spec, "start one (troupe train cartpole), or name the folder or the address of one that"
            + " goes on (troupe doctor RUN_DIR, or --url URL); the log of one tells what it does");
        if (!isJson) {
            surroundings.out().println("looking at " + page.base() + " for " + Math.round(seconds) + " s or more …");
        }
        Examination examination;
        try (ProgressLine progress = new ProgressLine(surroundings)) {
            examination = Examination.of(new AskedPage(page), disks(), seconds, surroundings.nanoClock(), progress::now);
        }
        surroundings.out().print(isJson ? examination.json() + "\n" : examination.text());
        return examination.isAlive() ? 0 : NOT_WELL;
    }

    /** Of this machine: where the run's folder is, and where Aeron's logs are. */
    private List<Disk> disks() {
        List<Disk> disks = new ArrayList<>();
        for (Path path : run.directory().map(folder -> List.of(folder, SHARED_MEMORY)).orElse(List.of(SHARED_MEMORY))) {
            try {
                if (Files.exists(path)) {
                    FileStore store = Files.getFileStore(path);
                    disks.add(new Disk(path.toString(), store.getUsableSpace(), store.getTotalSpace()));
                }
            } catch (IOException e) {
                surroundings.err().println("cannot tell how full the disk of " + path + " is: " + e.getMessage());
            }
        }
        return disks;
    }
}
