package io.troupe.integration.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Which UDP ports take nothing for a while: a mapped file with the time for each port, in ms since the epoch, until which
 * it is deaf. The test writes it, the media driver reads it.
 */
public final class DeafPorts {
    private static final int PORTS = 1 << 16;

    private final LongBuffer untilMs;

    /** Makes the file where it is missing. */
    public DeafPorts(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
            untilMs = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) PORTS * Long.BYTES)
                .order(ByteOrder.nativeOrder()).asLongBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void deafen(int port, long forMs) {
        untilMs.put(port, System.currentTimeMillis() + forMs);
    }

    boolean isDeaf(int port) {
        long until = untilMs.get(port);
        return until != 0 && System.currentTimeMillis() < until;
    }
}
