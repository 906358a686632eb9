package io.troupe.common.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Passes on what goes to a port and back, and keeps a copy. */
final class Eavesdropper implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int targetPort;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    Eavesdropper() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            targetPort = free.getLocalPort();
        }
        start(this::accept);
    }

    /** Where to connect to. */
    int port() {
        return server.getLocalPort();
    }

    /** Where it is passed on to. */
    int targetPort() {
        return targetPort;
    }

    String heard() {
        synchronized (heard) {
            return heard.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket from = server.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                sockets.add(from);
                sockets.add(to);
                start(() -> pass(from, to));
                start(() -> pass(to, from));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] bytes = new byte[8192];
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                synchronized (heard) {
                    heard.write(bytes, 0, count);
                }
                out.write(bytes, 0, count);
                out.flush();
            }
        } catch (IOException gone) {
            // One side has closed.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "eavesdropper");
        thread.setDaemon(true);
        thread.start();
    }
}
