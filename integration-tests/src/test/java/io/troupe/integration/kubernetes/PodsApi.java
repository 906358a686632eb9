package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The part of the Kubernetes API that lists the pods of the namespace "troupe", as a real server with TLS and a token. */
final class PodsApi implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final HttpsServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    /** Their addresses, and their labels as a selector writes them. */
    private final Map<String, List<String>> pods = new ConcurrentHashMap<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    /** @param folder gets what a pod has of its ServiceAccount: {@code token}, {@code ca.crt}, {@code namespace} */
    PodsApi(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        Files.writeString(folder.resolve("token"), "the-token");
        Files.writeString(folder.resolve("namespace"), "troupe");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    void add(String address, List<String> labels) {
        pods.put(address, labels);
    }

    /** What was asked and is not allowed, or not there. */
    List<String> refused() {
        return refused;
    }

    /** The flags by which a JVM takes its ServiceAccount from the folder, in place of where a pod has it. */
    List<String> flags() {
        String path = "-Dakka.discovery.kubernetes-api.";
        return List.of(path + "api-ca-path=" + folder.resolve("ca.crt"), path + "api-token-path=" + folder.resolve("token"),
            path + "pod-namespace-path=" + folder.resolve("namespace"));
    }

    Map<String, String> environment() {
        return Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1",
            "KUBERNETES_SERVICE_PORT", Integer.toString(server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        boolean isAllowed = exchange.getRequestMethod().equals("GET")
            && exchange.getRequestURI().getPath().equals("/api/v1/namespaces/troupe/pods")
            && "Bearer the-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && query.startsWith("labelSelector=");
        if (!isAllowed) {
            refused.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        }
        byte[] body = isAllowed ? list(URLDecoder.decode(query.substring(query.indexOf('=') + 1), StandardCharsets.UTF_8))
            : "{}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(isAllowed ? 200 : 403, body.length);
        try (exchange; var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private byte[] list(String selector) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "PodList");
        var items = list.putArray("items");
        pods.forEach((address, labels) -> {
            if (labels.containsAll(List.of(selector.split(",")))) {
                ObjectNode pod = items.addObject();
                pod.putObject("metadata").put("name", "pod-" + address).put("namespace", "troupe");
                pod.putObject("spec").putArray("containers").addObject().put("name", "troupe");
                ObjectNode status = pod.putObject("status").put("phase", "Running").put("podIP", address);
                status.putArray("containerStatuses").addObject().put("name", "troupe").putObject("state")
                    .putObject("running").put("startedAt", "2026-01-01T00:00:00Z");
            }
        });
        return list.toString().getBytes(StandardCharsets.UTF_8);
    }

    private SSLContext selfSigned() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("server.p12");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "api", "-keyalg", "RSA", "-dname", "CN=kubernetes", "-ext", "san=ip:127.0.0.1",
            "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path told = folder.resolve("keytool.txt");
        if (new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start().waitFor() != 0) {
            throw new IOException(Files.readString(told));
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        Files.writeString(folder.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(store.getCertificate("api").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
