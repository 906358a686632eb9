package io.troupe.benchmarks.weights;

import io.troupe.actor.cluster.WeightsReceiver;
import io.troupe.common.cluster.ClusterSystem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another process: receivers of weights, each with a cluster system of its own as an actor's process has it; and for each
 * of them one that reads plain copies of as many bytes. It says when all of its receivers have the same.
 */
public final class ReceiversMain {
    static final String READY = "ready";
    /** … and which version. */
    static final String ARRIVED = "arrived";
    static final String COPIED = "copied";
    static final String LAYOUT = "benchmark";
    private static final int READ_BYTES = 128 << 10;

    private ReceiversMain() {
    }

    /** Arguments: receivers, bytes of the weights, address of the cluster, the publisher's reference, port of the copies. */
    public static void main(String[] arguments) throws IOException {
        int receivers = Integer.parseInt(arguments[0]);
        int bytes = Integer.parseInt(arguments[1]);
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger copied = new AtomicInteger();
        // One after the other: on busy cores those that join at once keep each other from it.
        for (int i = 0; i < receivers; i++) {
            ClusterSystem system = ClusterSystem.start(WeightsBroadcast.cluster(List.of(arguments[2])), Set.of("actor"));
            system.awaitMembership(() -> false);
            system.spawn(WeightsReceiver.create(arguments[3], LAYOUT, bytes, weights -> {
                if (arrived.incrementAndGet() % receivers == 0) {
                    System.out.println(ARRIVED + " " + weights.version());
                }
            }), "weights-receiver");
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[4]));
            new Thread(() -> readCopies(socket, bytes, () -> {
                if (copied.incrementAndGet() % receivers == 0) {
                    System.out.println(COPIED);
                }
            }), "copies").start();
        }
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // Nothing is said on it: its end means that the first process is gone, or done.
        }
        // What is to be left in order takes longer than what was measured.
        Runtime.getRuntime().halt(0);
    }

    private static void readCopies(Socket socket, int bytes, Runnable onCopy) {
        byte[] buffer = new byte[READ_BYTES];
        try (InputStream in = socket.getInputStream()) {
            long read = 0;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                read += length;
                if (read == bytes) {
                    read = 0;
                    onCopy.run();
                }
            }
        } catch (IOException e) {
            System.err.println("the copies have ended: " + e.getMessage());
        }
    }
}
