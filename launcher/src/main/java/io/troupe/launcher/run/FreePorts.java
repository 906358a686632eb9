package io.troupe.launcher.run;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback that are free now, each given once. They lie below those that systems hand out by themselves (Linux from
 * 32768 on, others from 49152 on): one of these could belong to somebody's connection before the node that is to have it has
 * begun to listen, or while one that died is not started again.
 */
public final class FreePorts {
    static final int FIRST = 20_000;
    static final int END = 32_768;
    private static final int ATTEMPTS = 1_000;

    private final Set<Integer> given = new HashSet<>();

    /** @throws TroupeException RESOURCE where none is found */
    public int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
        throw new TroupeException(ErrorCode.RESOURCE, "of " + ATTEMPTS + " ports of loopback between " + FIRST + " and "
            + (END - 1) + " none was free; end what listens there");
    }

    /** Whether nobody listens there now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
