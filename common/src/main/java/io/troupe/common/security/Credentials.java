package io.troupe.common.security;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder with all that the nodes of one run need to trust each other, and nobody else: an authority of their own, a
 * certificate of it that all of them show, its key, and the secret of the run. The authority's own key is thrown away:
 * nobody can make another certificate, and who wants new ones makes a new folder. Made by the JDK's {@code keytool}.
 */
public final class Credentials {
    public static final String CA = "ca.crt";
    public static final String CERTIFICATE = "tls.crt";
    public static final String KEY = "tls.key";
    public static final String SECRET = "control-secret";

    public static final List<String> FILES = List.of(CA, CERTIFICATE, KEY, SECRET);

    /** What the certificates of all nodes name: a node takes only those for its own that name the same. */
    private static final String NAME = "CN=troupe";
    private static final String DAYS = "3650";
    private static final String PASSWORD = "PASSWORD";
    private static final int TIMEOUT_S = 60;
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path work;
    private final String password = Secret.create();

    private Credentials(Path work) {
        this.work = work;
    }

    /**
     * Makes what is missing; what is there stays.
     *
     * @return whether there was anything to make
     * @throws TroupeException RESOURCE where it cannot be made, CONFIGURATION where only a part of it is there
     */
    public static boolean make(Path folder) {
        try {
            // The key is written last: without it the others are of an attempt that was interrupted.
            boolean isKeyThere = Files.exists(folder.resolve(KEY));
            if (isKeyThere && !(Files.exists(folder.resolve(CA)) && Files.exists(folder.resolve(CERTIFICATE)))) {
                throw new TroupeException(ErrorCode.CONFIGURATION, folder + " has only a part of " + CA + ", " + CERTIFICATE
                    + " and " + KEY + ", which are made together; delete what is there, or choose another folder");
            }
            boolean isSecretThere = Files.exists(folder.resolve(SECRET)) && Files.size(folder.resolve(SECRET)) > 0;
            PrivateFile.createFolder(folder);
            if (!isSecretThere) {
                PrivateFile.write(folder.resolve(SECRET), Secret.create() + "\n");
            }
            if (!isKeyThere) {
                makePair(folder);
            }
            return !isSecretThere || !isKeyThere;
        } catch (IOException | GeneralSecurityException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot make credentials in " + folder + ": " + e, e);
        }
    }

    private static void makePair(Path folder) throws IOException, GeneralSecurityException {
        Path work = Files.createTempDirectory("troupe-credentials-");
        try {
            new Credentials(work).makeIn(folder);
        } finally {
            try (Stream<Path> files = Files.walk(work)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void makeIn(Path folder) throws IOException, GeneralSecurityException {
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "RSA", "-keysize", "3072", "-validity", DAYS,
            "-dname", NAME + " authority", "-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign");
        keytool("-genkeypair", "-alias", "node", "-keyalg", "RSA", "-keysize", "3072", "-validity", DAYS,
            "-dname", NAME);
        keytool("-certreq", "-alias", "node", "-file", work.resolve("request").toString());
        keytool("-gencert", "-alias", "ca", "-infile", work.resolve("request").toString(),
            "-outfile", work.resolve("certificate").toString(), "-validity", DAYS, "-rfc",
            "-ext", "san=dns:troupe", "-ext", "ku:c=digitalSignature,keyEncipherment",
            "-ext", "eku=serverAuth,clientAuth");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            store.load(in, password.toCharArray());
        }
        Key key = store.getKey("node", password.toCharArray());
        Certificate authority = store.getCertificate("ca");
        Files.writeString(folder.resolve(CERTIFICATE), Files.readString(work.resolve("certificate")));
        Files.writeString(folder.resolve(CA), pem("CERTIFICATE", authority.getEncoded()));
        PrivateFile.write(folder.resolve(KEY), pem("PRIVATE KEY", key.getEncoded()));
    }

    private Path store() {
        return work.resolve("store.p12");
    }

    /** The store's password goes by the environment: others can read a command line. */
    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass:env", PASSWORD));
        Path output = work.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of(PASSWORD, password));
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("keytool took longer than " + TIMEOUT_S + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("keytool: " + Files.readString(output).strip());
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + PEM.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
