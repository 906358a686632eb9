package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the {@code troupe} script tells the command of the terminal, in one that is 57 columns wide, and of tests. */
class TroupeScriptTest {
    /** Stands for the JVM: tells its version, and writes down what it is started with. */
    private static final String JAVA = """
        #!/bin/sh
        case "$*" in
            *-XshowSettings*) echo '    java.specification.version = 17' >&2 ;;
            *) printf '%s\\n' "$@" > "$TOLD" ;;
        esac
        """;

    @TempDir
    private Path folder;

    /** A copy that has nothing to build. */
    @BeforeEach
    void copy() throws IOException {
        Files.copy(Path.of("../troupe"), folder.resolve("troupe"));
        Path built = Files.createDirectories(folder.resolve("launcher/target"));
        Files.createFile(built.resolve("troupe.jar"));
        Files.createFile(built.resolve(".built"));
        executable("jdk/bin/java", JAVA);
    }

    @Test
    void shouldTellHowWideTheTerminalOfEachOutputIs() throws IOException, InterruptedException {
        assertEquals(List.of("columns=57", "error-columns=57"), toldWith(""));
        assertEquals(List.of("columns=0", "error-columns=57"), toldWith("> out"));
        assertEquals(List.of("columns=57", "error-columns=0"), toldWith("2> err"));
        assertEquals(List.of("columns=0", "error-columns=0"), toldWith("> out 2> err"));
    }

    @Test
    void shouldTellWhyATestFailedAndHowItsMessageEnds() throws IOException, InterruptedException {
        String message = "AssertionFailedError: what was there\n" + "a line of it\n".repeat(30)
            + "==> expected: <1> but was: <2>";
        executable("jdk/bin/javac", "#!/bin/sh\n");
        executable("jdk/bin/mvn", "#!/bin/sh\ncat <<'END'\n[ERROR] SomeTest.shouldWork -- Time elapsed: 1 s <<< FAILURE!\n"
            + message + "\n\tat some.Frame(SomeTest.java:1)\nnothing that anybody should see\nEND\n");
        ProcessBuilder builder = new ProcessBuilder("bash", "./troupe", "test").directory(folder.toFile())
            .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().merge("PATH", folder.resolve("jdk/bin").toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, process.waitFor(), () -> String.join("\n", lines));
        int failed = lines.indexOf("failed: SomeTest.shouldWork -- Time elapsed: 1 s <<< FAILURE!");
        assertEquals("    AssertionFailedError: what was there", lines.get(failed + 1));
        assertEquals("    … ==> expected: <1> but was: <2>", lines.get(failed + 16));
        assertEquals("0 passed, 0 failed, 0 skipped", lines.get(failed + 17));
    }

    private void executable(String name, String script) throws IOException {
        Path file = Files.writeString(Files.createDirectories(folder.resolve(name).getParent())
            .resolve(Path.of(name).getFileName()), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> toldWith(String redirection) throws IOException, InterruptedException {
        Path told = folder.resolve("told");
        Files.deleteIfExists(told);
        ProcessBuilder builder = new ProcessBuilder("script", "-qec",
            "stty cols 57 && bash ./troupe envs " + redirection, "/dev/null").directory(folder.toFile())
            .redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("TOLD", told.toString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            Assumptions.abort("skipped: there is no script (of util-linux) on the PATH, which makes a terminal");
            throw e;
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        String prefix = "-Dtroupe.terminal.";
        return Files.readAllLines(told).stream().filter(flag -> flag.startsWith(prefix))
            .map(flag -> flag.substring(prefix.length())).toList();
    }
}
