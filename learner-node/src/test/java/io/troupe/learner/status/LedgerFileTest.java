package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.TroupeException;
import io.troupe.learner.membership.StepLedger.Books;
import io.troupe.learner.membership.StepLedger.LaneBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadBackWhatItWrote() {
        Path file = folder.resolve("ledger.json");
        assertEquals(Books.EMPTY, LedgerFile.read(file));
        Books books = new Books(List.of(new LaneBook(5, 100, Map.of(-3L, 60L, 8L, 30L)), new LaneBook(6, 0, Map.of())),
            Map.of(-3L, 12L));
        LedgerFile.write(file, books);
        assertEquals(books, LedgerFile.read(file));
    }

    @Test
    void shouldSayWhatToDoWithADamagedFile() throws IOException {
        Path file = Files.writeString(folder.resolve("ledger.json"), "{\"lanes\":[");
        TroupeException failure = assertThrows(TroupeException.class, () -> LedgerFile.read(file));
        assertTrue(failure.getMessage().contains(file + " is not a run's ledger"), failure.getMessage());
        assertTrue(failure.getMessage().contains("delete it to go on"), failure.getMessage());
    }
}
