package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The real kustomize, as kubectl has it or by itself. */
final class Kustomize {
    private static final String MISSING =
        "skipped: neither kubectl (1.27 or newer) nor kustomize (5 or newer) is on the PATH";
    /** The first to know all that the manifests use. */
    private static final int KUBECTL_MINOR = 27;
    private static final int LIMIT_S = 60;
    private static final Optional<List<String>> COMMAND = find();

    private Kustomize() {
    }

    /** Skips the test that asks where there is none. */
    static Manifests render(Path folder) {
        assumeTrue(COMMAND.isPresent(), MISSING);
        List<String> command = new ArrayList<>(COMMAND.orElseThrow());
        command.add(folder.toString());
        return Manifests.parse(run(command));
    }

    private static Optional<List<String>> find() {
        try {
            String version = run(List.of("kubectl", "version", "--client", "-o", "json"));
            int minor = Integer.parseInt(version.replaceAll("(?s).*\"minor\":\\s*\"(\\d+).*", "$1"));
            if (minor >= KUBECTL_MINOR) {
                return Optional.of(List.of("kubectl", "kustomize"));
            }
        } catch (UncheckedIOException | NumberFormatException e) {
            // Not there, or one that tells no version: the other may be.
        }
        try {
            if (run(List.of("kustomize", "version")).matches("(?s).*v([5-9]|\\d\\d)\\..*")) {
                return Optional.of(List.of("kustomize", "build"));
            }
        } catch (UncheckedIOException e) {
            // Not there either.
        }
        return Optional.empty();
    }

    private static String run(List<String> command) {
        try {
            Path errors = Files.createTempFile("kustomize", ".txt");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
            String problems = Files.readString(errors);
            Files.delete(errors);
            assertTrue(hasEnded && process.exitValue() == 0, () -> String.join(" ", command) + ": " + problems);
            // Kustomize goes on where something is out of date, and says so.
            assertTrue(problems.isBlank(), () -> String.join(" ", command) + ": " + problems);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
