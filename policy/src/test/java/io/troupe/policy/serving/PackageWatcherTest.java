package io.troupe.policy.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.policy.Policies;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageWatcherTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHearOfAReplacedFileAndPassOverOneThatIsNoPolicy() throws Exception {
        Path file = folder.resolve("watched.zip");
        Policies.of("mlp", Policies.PLAIN, 1).write(file);
        try (Policy policy = Policy.load(file)) {
            PackageWatcher watcher = new PackageWatcher(file, replaced -> policy.swap(PolicyPackage.read(replaced)));
            watcher.run();
            assertEquals(1, policy.weightsVersion());
            Policies.of("mlp", Policies.PLAIN, 5).write(file);
            watcher.run();
            assertEquals(5, policy.weightsVersion());
            Files.writeString(file, "no policy");
            watcher.run();
            assertEquals(5, policy.weightsVersion());
            Files.delete(file);
            watcher.run();
            assertEquals(5, policy.weightsVersion());
        }
    }
}
