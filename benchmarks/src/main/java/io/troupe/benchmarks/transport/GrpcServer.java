package io.troupe.benchmarks.transport;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The other end of a {@link GrpcRoute}: reads rows and acknowledges them, all on the thread that reads the socket. */
final class GrpcServer implements AutoCloseable {
    private static final int MESSAGES_AHEAD = 64;

    private final GrpcEndpoint endpoint;
    private final EventLoopGroup loop;
    private final Server server;

    GrpcServer(GrpcEndpoint endpoint, List<Integer> rowSizes) {
        this.endpoint = endpoint;
        loop = endpoint.newLoop();
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(GrpcRows.SERVICE);
        for (int rowBytes : rowSizes) {
            MethodDescriptor<GrpcRows.Rows, Long> method = GrpcRows.method(rowBytes);
            service.addMethod(method, (call, headers) -> begin(call, new RowsReader(rowBytes)));
        }
        try {
            server = NettyServerBuilder.forAddress(endpoint.address()).channelType(endpoint.serverChannelType())
                .bossEventLoopGroup(loop).workerEventLoopGroup(loop).directExecutor()
                .flowControlWindow(GrpcEndpoint.WINDOW_BYTES).maxInboundMessageSize(GrpcEndpoint.WINDOW_BYTES)
                .addService(service.build()).build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it. */
    GrpcEndpoint endpoint() {
        return endpoint.isSocketFile() ? endpoint : GrpcEndpoint.tcp(server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully();
    }

    private static ServerCall.Listener<GrpcRows.Rows> begin(ServerCall<GrpcRows.Rows, Long> call, RowsReader reader) {
        call.sendHeaders(new Metadata());
        call.request(MESSAGES_AHEAD);
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(GrpcRows.Rows rows) {
                reader.read(rows.bytes(), 0, rows.length());
                if (reader.isAckDue()) {
                    call.sendMessage(reader.rows());
                    reader.acknowledged();
                }
                call.request(1);
            }

            @Override
            public void onHalfClose() {
                call.close(Status.OK, new Metadata());
            }
        };
    }
}
