package io.troupe.benchmarks.transport;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;

/**
 * Where gRPC listens: a socket file, or a port of the loopback. Uses epoll where there is one, and one thread an end.
 *
 * @param file null for TCP
 * @param port of TCP; 0 for any
 */
record GrpcEndpoint(Path file, int port) {
    /** Flow-control window of HTTP/2, and the longest message. */
    static final int WINDOW_BYTES = 8 << 20;

    static GrpcEndpoint file(Path file) {
        return new GrpcEndpoint(file, 0);
    }

    static GrpcEndpoint tcp(int port) {
        return new GrpcEndpoint(null, port);
    }

    static boolean canUseSocketFiles() {
        return Epoll.isAvailable();
    }

    static GrpcEndpoint parse(String text) {
        return text.startsWith("/") ? file(Path.of(text)) : tcp(Integer.parseInt(text));
    }

    boolean isSocketFile() {
        return file != null;
    }

    SocketAddress address() {
        return isSocketFile() ? new DomainSocketAddress(file.toFile())
            : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    EventLoopGroup newLoop() {
        DefaultThreadFactory threads = new DefaultThreadFactory("grpc", true);
        return Epoll.isAvailable() ? new EpollEventLoopGroup(1, threads) : new NioEventLoopGroup(1, threads);
    }

    Class<? extends Channel> channelType() {
        if (isSocketFile()) {
            return EpollDomainSocketChannel.class;
        }
        return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    Class<? extends ServerChannel> serverChannelType() {
        if (isSocketFile()) {
            return EpollServerDomainSocketChannel.class;
        }
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** What {@link #parse} reads. */
    @Override
    public String toString() {
        return isSocketFile() ? file.toString() : Integer.toString(port);
    }
}
