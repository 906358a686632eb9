package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.integration.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The real kustomize, as kubectl has it or by itself. */
final class Kustomize {
    private static final String MISSING =
        "skipped: neither kubectl (1.27 or newer) nor kustomize (5 or newer) is on the PATH";
    /** The first to know all that the manifests use. */
    private static final int KUBECTL_MINOR = 27;
    private static final Optional<List<String>> COMMAND = find();

    private Kustomize() {
    }

    /** Skips the test that asks where there is none. */
    static void assumeThere() {
        assumeTrue(COMMAND.isPresent(), MISSING);
    }

    static Manifests render(Path folder) {
        return Manifests.parse(run(Stream.concat(COMMAND.orElseThrow().stream(), Stream.of(folder.toString())).toList()));
    }

    private static Optional<List<String>> find() {
        if (Tool.isThere("kubectl")) {
            String minor = run(List.of("kubectl", "version", "--client", "-o", "json"))
                .replaceAll("(?s).*\"minor\":\\s*\"(\\d+).*", "$1");
            // Where it tells no version, kustomize may be there.
            if (minor.matches("\\d{1,4}") && Integer.parseInt(minor) >= KUBECTL_MINOR) {
                return Optional.of(List.of("kubectl", "kustomize"));
            }
        }
        boolean isKustomizeThere = Tool.isThere("kustomize")
            && run(List.of("kustomize", "version")).matches("(?s).*v([5-9]|\\d\\d)\\..*");
        return isKustomizeThere ? Optional.of(List.of("kustomize", "build")) : Optional.empty();
    }

    private static String run(List<String> command) {
        Tool.Said said = Tool.run(command);
        // Kustomize goes on where something is out of date, and says so.
        assertEquals("", said.err().strip(), () -> String.join(" ", command));
        return said.out();
    }
}
