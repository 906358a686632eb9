package io.troupe.common.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path temp;

    @Test
    void shouldMakeACertificateThatTheAuthorityHasSignedAndFilesForTheOwnerAlone() throws Exception {
        Path folder = temp.resolve("run/credentials");
        assertTrue(Credentials.make(folder));

        X509Certificate authority = certificate(folder.resolve(Credentials.CA));
        X509Certificate node = certificate(folder.resolve(Credentials.CERTIFICATE));
        node.verify(authority.getPublicKey());
        assertNotEquals(node.getPublicKey(), authority.getPublicKey());
        assertTrue(authority.getBasicConstraints() >= 0 && node.getBasicConstraints() < 0, "only one of them may sign");
        assertEquals(List.of("troupe"),
            node.getSubjectAlternativeNames().stream().map(name -> name.get(1)).toList());
        assertTrue(Files.readString(folder.resolve(Credentials.KEY)).startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertEquals(32, Secret.read(folder.resolve(Credentials.SECRET)).length());
        assertEquals("rwx------", permissions(folder));
        assertEquals("rw-------", permissions(folder.resolve(Credentials.KEY)));
        assertEquals("rw-------", permissions(folder.resolve(Credentials.SECRET)));
    }

    @Test
    void shouldLeaveWhatIsThere() throws IOException {
        Credentials.make(temp);
        Map<Path, String> before = contents();
        assertFalse(Credentials.make(temp));
        assertEquals(before, contents());

        Files.delete(temp.resolve(Credentials.SECRET));
        assertTrue(Credentials.make(temp));
        assertEquals(before.get(temp.resolve(Credentials.KEY)), contents().get(temp.resolve(Credentials.KEY)));
    }

    @Test
    void whatWasInterruptedShouldBeMadeAnew() throws IOException {
        Files.writeString(temp.resolve(Credentials.CA), "half");
        Files.writeString(temp.resolve(Credentials.SECRET), "");
        assertTrue(Credentials.make(temp));
        assertTrue(Files.readString(temp.resolve(Credentials.CA)).startsWith("-----BEGIN CERTIFICATE-----"));
        assertEquals(32, Secret.read(temp.resolve(Credentials.SECRET)).length());
    }

    @Test
    void shouldMakeNothingBesideAPart() throws IOException {
        Files.writeString(temp.resolve(Credentials.KEY), "a key");
        TroupeException failure = assertThrows(TroupeException.class, () -> Credentials.make(temp));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertTrue(failure.getMessage().contains("has only a part of"), failure.getMessage());
        assertEquals("a key", Files.readString(temp.resolve(Credentials.KEY)));
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        for (String name : Credentials.FILES) {
            contents.put(temp.resolve(name), Files.readString(temp.resolve(name)));
        }
        return contents;
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
