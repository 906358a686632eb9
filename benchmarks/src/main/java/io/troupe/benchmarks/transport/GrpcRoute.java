package io.troupe.benchmarks.transport;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Rows over a gRPC stream in both directions. Everything happens on the thread of the socket, so that no other thread
 * need be woken: the fastest way to use it.
 */
final class GrpcRoute implements RowsRoute {
    private static final int ON_READY_BYTES = 1 << 20;
    private static final int ACKS_AHEAD = 64;
    private static final int LIMIT_S = 60;

    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final ClientCall<GrpcRows.Rows, Long> call;
    private final RowsWriter writer;
    private final GrpcRows.Rows rows;
    private int fullMessages;
    private boolean isLastOwed;
    private int roundTrips;
    private long sentNs;
    private Histogram roundTripNs;
    private volatile CompletableFuture<Void> done = new CompletableFuture<>();

    GrpcRoute(GrpcEndpoint endpoint, int rowBytes) {
        writer = new RowsWriter(rowBytes);
        rows = new GrpcRows.Rows(writer.array());
        loop = endpoint.newLoop();
        channel = NettyChannelBuilder.forAddress(endpoint.address()).channelType(endpoint.channelType())
            .eventLoopGroup(loop).directExecutor().usePlaintext().overrideAuthority("localhost")
            .flowControlWindow(GrpcEndpoint.WINDOW_BYTES).maxInboundMessageSize(GrpcEndpoint.WINDOW_BYTES).build();
        MethodDescriptor<GrpcRows.Rows, Long> method = GrpcRows.method(rowBytes);
        call = channel.newCall(method, CallOptions.DEFAULT.withOnReadyThreshold(ON_READY_BYTES));
        call.start(new Listener(), new Metadata());
        call.request(ACKS_AHEAD);
    }

    @Override
    public int rowsPerMessage() {
        return writer.rowsPerMessage();
    }

    @Override
    public void send(int messages) {
        run(() -> {
            fullMessages = messages;
            isLastOwed = true;
            pump();
        });
    }

    @Override
    public void roundTrips(int count, Histogram ns) {
        run(() -> {
            roundTrips = count;
            roundTripNs = ns;
            sentNs = System.nanoTime();
            sendMessage(1);
        });
    }

    @Override
    public void close() {
        call.cancel("done", null);
        channel.shutdownNow();
        loop.shutdownGracefully();
    }

    private void run(Runnable begin) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        done = future;
        loop.execute(begin);
        try {
            future.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "gRPC on " + channel + " does not acknowledge: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were sent over gRPC", e);
        }
    }

    private void pump() {
        while (fullMessages > 0 && call.isReady()) {
            fullMessages--;
            sendMessage(writer.rowsPerMessage());
        }
        if (fullMessages == 0 && isLastOwed) {
            isLastOwed = false;
            sendMessage(1);
        }
    }

    private void sendMessage(int count) {
        call.sendMessage(rows.length(writer.next(count)));
    }

    private void onAcknowledged(long acknowledgedRows) {
        if (acknowledgedRows < writer.nextRow() || fullMessages > 0 || isLastOwed) {
            return;
        }
        if (roundTrips > 0) {
            long nowNs = System.nanoTime();
            roundTripNs.recordValue(nowNs - sentNs);
            if (--roundTrips > 0) {
                sentNs = nowNs;
                sendMessage(1);
                return;
            }
        }
        done.complete(null);
    }

    private final class Listener extends ClientCall.Listener<Long> {
        @Override
        public void onReady() {
            pump();
        }

        @Override
        public void onMessage(Long acknowledgedRows) {
            call.request(1);
            onAcknowledged(acknowledgedRows);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            done.completeExceptionally(status.asRuntimeException());
        }
    }
}
