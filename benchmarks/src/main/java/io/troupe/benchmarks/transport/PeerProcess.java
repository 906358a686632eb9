package io.troupe.benchmarks.transport;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.transport.NodePeer;
import io.troupe.common.transport.PeerEndpoint;
import io.troupe.common.transport.ShardPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/** The process of {@link PeerMain}, as the first process sees it: started with the same Java, class path and flags. */
final class PeerProcess implements AutoCloseable {
    static final String READY = "ready";
    private static final int CLOSE_TIMEOUT_S = 10;

    private final Process process;
    private final PeerEndpoint endpoint;
    private final String grpc;
    private final long[] storeIds;

    private PeerProcess(Process process, String[] ready) {
        this.process = process;
        endpoint = new PeerEndpoint(ready[1], Integer.parseInt(ready[2]), Long.parseLong(ready[3]));
        grpc = ready[4];
        storeIds = new long[ready.length - 5];
        for (int i = 0; i < storeIds.length; i++) {
            storeIds[i] = Long.parseLong(ready[5 + i]);
        }
    }

    /** Waits until it is there. */
    static PeerProcess start(PeerSettings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")
                && !flag.startsWith("--add-exports"))
            .forEach(command::add);
        command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), PeerMain.class.getName()));
        command.addAll(settings.toArguments());
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            return new PeerProcess(process, awaitReady(process.inputReader(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            throw new TroupeException(ErrorCode.RESOURCE, "the second process does not start: " + e.getMessage(), e);
        }
    }

    NodePeer rowsNode(int index) {
        return new NodePeer(PeerSettings.rowsNodeId(index), endpoint);
    }

    ShardPeer shard(int index) {
        return new ShardPeer(storeIds[index], PeerSettings.shardNodeId(index), endpoint);
    }

    GrpcEndpoint grpc() {
        return GrpcEndpoint.parse(grpc);
    }

    /** Memory of it that is in RAM, mapped files too; 0 where the system does not tell. */
    long residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(process.getOutputStream());
        try {
            if (!process.waitFor(CLOSE_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What comes before it is the log's. */
    private static String[] awaitReady(BufferedReader reader) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(READY + " ")) {
                return line.split(" ");
            }
            System.err.println(line);
        }
        throw new IOException("it ended before it was ready");
    }
}
