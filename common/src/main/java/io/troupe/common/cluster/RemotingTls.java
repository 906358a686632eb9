package io.troupe.common.cluster;

import io.troupe.common.config.ClusterSettings.Tls;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mutual TLS for Akka's remoting. Both sides show a certificate of the same authority that names what theirs names. The
 * files are read again every few minutes, so that renewed certificates serve the connections that come then.
 */
final class RemotingTls {
    private static final String ARTERY = "akka.remote.artery.";
    private static final String ENGINE = ARTERY + "ssl.rotating-keys-engine.";

    private RemotingTls() {
    }

    /**
     * What Akka has to be told before the actor system starts.
     *
     * @throws TroupeException CONFIGURATION where a file cannot be read
     */
    static Map<String, Object> values(Tls tls) {
        Map<String, Object> values = new HashMap<>();
        values.put(ARTERY + "transport", "tls-tcp");
        values.put(ARTERY + "ssl.ssl-engine-provider", "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
        values.put(ENGINE + "cert-file", readable(tls.certificateFile(), "certificate-file"));
        values.put(ENGINE + "key-file", readable(tls.keyFile(), "key-file"));
        values.put(ENGINE + "ca-cert-file", readable(tls.caFile(), "ca-file"));
        values.put(ENGINE + "ssl-context-cache-ttl", "5m");
        values.put(ENGINE + "protocol", "TLSv1.3");
        values.put(ENGINE + "enabled-algorithms", List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"));
        return values;
    }

    private static String readable(String file, String key) {
        if (!Files.isReadable(Path.of(file))) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "cluster.tls." + key + " = " + file
                + " cannot be read; correct the path, or make the files with `troupe credentials`");
        }
        return file;
    }
}
