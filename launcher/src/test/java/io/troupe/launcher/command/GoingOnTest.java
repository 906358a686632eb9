package io.troupe.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.RunFolder;
import io.troupe.learner.status.RunLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code --go-on} begins another run instead of the newest one, and when it must not. */
class GoingOnTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    @TempDir
    private Path temporary;
    private RunFolder last;

    @BeforeEach
    void begin() {
        EffectiveConfiguration configuration = new SettingsLoader(Environments::preset)
            .set("environment.name=cartpole").set("run.directory=" + temporary.resolve("run")).load();
        last = RunFolder.create(configuration, LocalDateTime.of(2026, 3, 9, 8, 7, 6));
    }

    private Optional<Path> goOn(String... assignments) {
        SettingsLoader loader = new SettingsLoader(Environments::preset).resumed(last.config());
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        return GoingOn.with(last, loader::load, new PrintStream(told, true, StandardCharsets.UTF_8))
            .map(RunFolder::path);
    }

    private void assertAnotherBegins(String reason, String... assignments) {
        assertEquals(Optional.empty(), goOn(assignments));
        String text = told.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("another run begins, since " + last.path() + " cannot go on: "), text);
        assertTrue(text.contains(reason), text);
    }

    private void assertFails(ErrorCode code, String message) {
        TroupeException failure = assertThrows(TroupeException.class, this::goOn);
        assertEquals(code, failure.code());
        assertTrue(failure.getMessage().contains(message), failure::getMessage);
        assertEquals("", told.toString(StandardCharsets.UTF_8), "no other run begins");
    }

    @Test
    void shouldGoOnWithTheRunThatWasStopped() {
        assertEquals(Optional.of(last.path()), goOn("learning.batch-size=128"));
        assertEquals("", told.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anotherShouldBeginWhereTheRunIsDone() throws IOException {
        Files.writeString(last.metrics(), "{\"time_s\":9.5,\"env_steps\":1000000,\"learner_steps\":300}\n");
        assertAnotherBegins("has done 1,000,000 env steps");
    }

    @Test
    void anotherShouldBeginWhereTheRunIsOfAnotherEnvironment() {
        assertAnotherBegins("environment.name cannot change", "environment.name=masked-cartpole");
    }

    @Test
    void anotherShouldBeginWhereTheEnvironmentsStepsHaveAnotherLayoutNow() throws IOException {
        Files.writeString(last.path().resolve("layout"), "state float32[17]\n");
        assertAnotherBegins("have the layout 'state float32[17]'");
    }

    @Test
    void noOtherShouldBeginWhereTheRunIsStillRunning() {
        try (RunLock owner = last.lock()) {
            assertFails(ErrorCode.RESOURCE, "is still running");
        }
    }

    @Test
    void noOtherShouldBeginWhereTheFolderCannotBeRead() throws IOException {
        Files.createDirectory(last.path().resolve("layout"));
        assertFails(ErrorCode.RESOURCE, "cannot read or write " + last.path().resolve("layout"));
    }
}
