package io.troupe.common.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** Passes datagrams on to a port, and the answers back to who sent last, and keeps a copy of what their payload was. */
final class Wiretap implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 16;
    private static final int AERON_HEAD = 32;

    private final DatagramSocket inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final DatagramSocket outside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private volatile SocketAddress sender;

    Wiretap(int targetPort) throws IOException {
        start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            while (true) {
                packet.setLength(MAX_BYTES);
                inside.receive(packet);
                sender = packet.getSocketAddress();
                synchronized (heard) {
                    heard.write(packet.getData(), Math.min(AERON_HEAD, packet.getLength()),
                        Math.max(0, packet.getLength() - AERON_HEAD));
                }
                outside.send(new DatagramPacket(packet.getData(), packet.getLength(), InetAddress.getLoopbackAddress(),
                    targetPort));
            }
        });
        start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            while (true) {
                packet.setLength(MAX_BYTES);
                outside.receive(packet);
                inside.send(new DatagramPacket(packet.getData(), packet.getLength(), sender));
            }
        });
    }

    /** Where to send to. */
    int port() {
        return inside.getLocalPort();
    }

    String heard() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }

    private interface Duty {
        void run() throws IOException;
    }

    private static void start(Duty duty) {
        Thread thread = new Thread(() -> {
            try {
                duty.run();
            } catch (IOException closed) {
                // The end.
            }
        }, "wiretap");
        thread.setDaemon(true);
        thread.start();
    }
}
