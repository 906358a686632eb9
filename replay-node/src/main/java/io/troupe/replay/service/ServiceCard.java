package io.troupe.replay.service;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A file beside the media driver's by which a client finds the service, and finds out that both mean the same: what is
 * laid out differently would be dropped as no message at all.
 */
final class ServiceCard {
    private static final String NAME = "troupe-replay-service";

    private ServiceCard() {
    }

    static void write(ReplayServiceSettings settings) {
        Path file = settings.aeronDirectory().resolve(NAME);
        Path temporary = settings.aeronDirectory().resolve(NAME + ".tmp");
        try {
            Files.write(temporary, lines(settings));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + " (" + e
                + "); choose another aeronDirectory", e);
        }
    }

    static void delete(ReplayServiceSettings settings) {
        try {
            Files.deleteIfExists(settings.aeronDirectory().resolve(NAME));
        } catch (IOException e) {
            // The driver removes the whole folder next.
        }
    }

    /**
     * @throws TroupeException RESOURCE where no service is there, LAYOUT_MISMATCH where its settings differ from these
     */
    static void check(ReplayServiceSettings settings) {
        List<String> theirs;
        try {
            theirs = Files.readAllLines(settings.aeronDirectory().resolve(NAME));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "no replay service runs in " + settings.aeronDirectory()
                + "; open it first, or correct aeronDirectory", e);
        }
        List<String> ours = lines(settings);
        for (int i = 0; i < ours.size(); i++) {
            if (i >= theirs.size() || !ours.get(i).equals(theirs.get(i))) {
                throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, "the replay service in "
                    + settings.aeronDirectory() + " has "
                    + (i < theirs.size() ? theirs.get(i) : "nothing") + ", this client has " + ours.get(i)
                    + "; give both the same settings");
            }
        }
    }

    private static List<String> lines(ReplayServiceSettings settings) {
        return List.of("layout: " + settings.layout().fingerprint(), "window: " + settings.window().fingerprint(),
            "clients: " + settings.clients(), "term length: " + settings.termLengthBytes());
    }
}
