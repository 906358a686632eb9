package io.troupe.learner.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdIssuerTest {
    @TempDir
    Path folder;

    @Test
    void shouldNeverIssueANumberTwiceAcrossRestarts() {
        Set<Long> issued = new HashSet<>();
        for (int restart = 0; restart < 3; restart++) {
            IdIssuer issuer = new IdIssuer(folder.resolve("ids"));
            for (int i = 0; i < 1_500; i++) {
                assertTrue(issued.add(issuer.next()));
            }
        }
    }

    @Test
    void shouldBeginWithOne() {
        assertEquals(1, new IdIssuer(folder.resolve("ids")).next());
    }

    @Test
    void shouldNameTheFileThatCannotBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("ids"), "not a number");

        TroupeException error = assertThrows(TroupeException.class, () -> new IdIssuer(file));
        assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    }
}
