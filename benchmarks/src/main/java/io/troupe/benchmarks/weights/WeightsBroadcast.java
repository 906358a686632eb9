package io.troupe.benchmarks.weights;

import io.troupe.benchmarks.ChildProcess;
import io.troupe.common.cluster.ClusterSystem;
import io.troupe.common.config.ClusterSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.weights.RelayTree;
import io.troupe.common.weights.WeightsPrecision;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.cluster.PublishedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A learner's publisher in this process and receivers in others, over Akka's remoting on the loopback; and beside each
 * receiver a plain connection to its process. Used by one thread.
 */
final class WeightsBroadcast implements AutoCloseable {
    /** Receivers in one process: so many that it is not the processes that are measured. */
    private static final int RECEIVERS_PER_PROCESS = 8;
    private static final int PATIENCE_S = 120;

    /** As learning.weights-fan-out is where nothing else is said. */
    private static final int FAN_OUT = 4;

    private final UnsafeBuffer data;
    private final ClusterSystem learner;
    private final PublishedWeights published;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService senders;
    private long version;

    /** Waits until all are there. */
    WeightsBroadcast(int receivers, int bytes, Consumer<String> progress) {
        data = randomWeights(bytes);
        senders = Executors.newFixedThreadPool(receivers);
        learner = ClusterSystem.start(cluster(List.of()), Set.of("learner"));
        learner.awaitMembership(() -> false);
        published = new PublishedWeights(learner, ReceiversMain.LAYOUT, WeightsPrecision.FLOAT32,
            new RelayTree(FAN_OUT));
        try (ServerSocket server = new ServerSocket(0, receivers, InetAddress.getLoopbackAddress())) {
            // One after the other: they would take the cores from each other, and Akka's patience is bounded.
            for (int begun = 0; begun < receivers; begun += RECEIVERS_PER_PROCESS) {
                progress.accept(receivers + " receivers: waiting for number " + (begun + 1) + " and those that follow");
                ChildProcess process = ChildProcess.start(ReceiversMain.class, List.of(
                    Integer.toString(Math.min(RECEIVERS_PER_PROCESS, receivers - begun)), Integer.toString(bytes),
                    learner.address(), published.reference(), Integer.toString(server.getLocalPort())));
                processes.add(process);
                process.await(ReceiversMain.READY);
            }
            for (int i = 0; i < receivers; i++) {
                sockets.add(server.accept());
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Nanoseconds from the publication of a version until the last receiver has it whole and checked. */
    long publish() {
        long beginNs = System.nanoTime();
        published.publish(new WeightsSnapshot(1, ++version, version, data));
        for (ChildProcess process : processes) {
            String arrived = process.await(ReceiversMain.ARRIVED)[1];
            if (Long.parseLong(arrived) != version) {
                throw new TroupeException(ErrorCode.RESOURCE,
                    "version " + arrived + " has arrived, expected " + version + ", the only one under way");
            }
        }
        return System.nanoTime() - beginNs;
    }

    /** Nanoseconds for the same bytes over each plain connection, all at once, until the last of them has been read. */
    long copy() {
        byte[] bytes = data.byteArray();
        long beginNs = System.nanoTime();
        for (Socket socket : sockets) {
            senders.execute(() -> {
                try {
                    socket.getOutputStream().write(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        processes.forEach(process -> process.await(ReceiversMain.COPIED));
        return System.nanoTime() - beginNs;
    }

    /** The cluster first: one whose other members are gone is not left in time. */
    @Override
    public void close() {
        CloseHelper.quietCloseAll(sockets);
        CloseHelper.quietCloseAll(learner);
        CloseHelper.quietCloseAll(processes);
        senders.shutdownNow();
    }

    /** On the loopback, at any free port. */
    static ClusterSettings cluster(List<String> seeds) {
        return new ClusterSettings(InetAddress.getLoopbackAddress().getHostAddress(), 0, seeds, "", PATIENCE_S, PATIENCE_S,
            ClusterSettings.Bootstrap.SEEDS, ClusterSettings.Kubernetes.defaults(), ClusterSettings.Tls.off());
    }

    private static UnsafeBuffer randomWeights(int bytes) {
        UnsafeBuffer floats = new UnsafeBuffer(new byte[bytes]);
        SplittableRandom random = new SplittableRandom(1);
        for (int offset = 0; offset < bytes; offset += Float.BYTES) {
            floats.putFloat(offset, (float) random.nextDouble(-1, 1), ByteOrder.LITTLE_ENDIAN);
        }
        return floats;
    }
}
