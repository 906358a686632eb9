package io.troupe.common.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.TransportSettings.Encryption;
import io.troupe.common.error.TroupeException;
import io.troupe.common.security.StreamKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SealedMessageTest {
    private static final int STREAM = 57;
    private static final int NODE = 3;

    private final StreamKey key = StreamKey.create();
    private final Opener opener = new Opener(key, STREAM);
    private final Sealer sealer = new Sealer(key, STREAM, NODE, 1);

    @Test
    void whatWasSealedShouldBeOpened() {
        for (int length : new int[] {0, 1, 15, 16, 17, 1_000, 100_000}) {
            byte[] message = message(length);
            byte[] sealed = seal(sealer, message);
            assertEquals(length + SealedMessage.OVERHEAD, sealed.length);
            assertEquals(text(message), open(opener, sealed));
        }
    }

    /** The form that is documented, made here by other means. */
    @Test
    void theFormShouldBeTheDocumentedOne() throws Exception {
        byte[] sealed = seal(sealer, message(20));
        sealed = seal(sealer, message(20));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.bytes(), "any"));
        byte[] derived = mac.doFinal(ByteBuffer.allocate(35).put("troupe stream key 1".getBytes(StandardCharsets.US_ASCII))
            .putInt(STREAM).putInt(NODE).putLong(1).array());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived, 0, 16, "AES"),
            new GCMParameterSpec(128, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}));
        cipher.updateAAD(new byte[] {1, 0, 0, 0, NODE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0});
        assertEquals(text(message(20)), text(cipher.doFinal(sealed, 24, sealed.length - 24)));
    }

    @Test
    void theSameMessageShouldNeverLookTheSame() {
        byte[] one = seal(sealer, message(64));
        byte[] two = seal(sealer, message(64));
        assertNotEquals(text(Arrays.copyOfRange(one, 24, one.length)), text(Arrays.copyOfRange(two, 24, two.length)));
        byte[] ofAnother = seal(new Sealer(key, STREAM, NODE, 2), message(64));
        assertNotEquals(text(Arrays.copyOfRange(one, 24, one.length)), text(Arrays.copyOfRange(ofAnother, 24, one.length)));
    }

    @Test
    void aMessageThatWasChangedAnywhereShouldBeRefused() {
        byte[] sealed = seal(sealer, message(40));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(opener, changed);
        }
        for (int length = 0; length < sealed.length; length++) {
            assertRefused(opener, Arrays.copyOf(sealed, length));
        }
        assertRefused(opener, Arrays.copyOf(sealed, sealed.length + 1));
        assertEquals(text(message(40)), open(opener, sealed), "after all that it is still welcome");
    }

    @Test
    void whatHasArrivedShouldNotArriveAgain() {
        byte[] first = seal(sealer, message(10));
        byte[] second = seal(sealer, message(11));
        open(opener, first);
        assertRefused(opener, first);
        open(opener, second);
        assertRefused(opener, first);
        assertRefused(opener, second);
    }

    @Test
    void aGapShouldBeBorne() {
        seal(sealer, message(10));
        assertEquals(text(message(11)), open(opener, seal(sealer, message(11))));
    }

    @Test
    void messagesOfAnEarlierSenderShouldBeRefusedOnceALaterOneWasHeard() {
        byte[] early = seal(sealer, message(10));
        byte[] late = seal(sealer, message(11));
        open(opener, early);
        open(opener, seal(new Sealer(key, STREAM, NODE, 2), message(12)));
        assertRefused(opener, late);
        assertRefused(opener, early);
    }

    @Test
    void aMessageShouldOnlyBeOpenedByWhomItIsFor() {
        byte[] sealed = seal(sealer, message(10));
        assertRefused(new Opener(key, STREAM + 1), sealed);
        assertRefused(new Opener(StreamKey.create(), STREAM), sealed);
        assertEquals(text(message(10)), open(opener, sealed));
    }

    @Test
    void whoHasNotTheKeyShouldNotBringAnOlderSenderDown() {
        byte[] forged = seal(new Sealer(StreamKey.create(), STREAM, NODE, Long.MAX_VALUE), message(10));
        assertRefused(opener, forged);
        assertEquals(text(message(10)), open(opener, seal(sealer, message(10))));
        assertRefused(opener, forged);
        assertEquals(text(message(11)), open(opener, seal(sealer, message(11))));
    }

    @Test
    void aNodeThatIsSetOtherwiseThanTheRunShouldSaySo() {
        assertThrows(TroupeException.class, () -> StreamSecurity.of(Optional.empty(), NODE, Encryption.AES_GCM));
        TroupeException failure =
            assertThrows(TroupeException.class, () -> StreamSecurity.of(Optional.of(key), NODE, Encryption.NONE));
        assertTrue(failure.getMessage().contains("transport.encryption is none"), failure.getMessage());
        assertEquals(StreamSecurity.NONE, StreamSecurity.of(Optional.empty(), NODE, Encryption.NONE));
    }

    @Test
    void theKeyShouldNotGetIntoALog() {
        assertFalse(key.toString().matches(".*[0-9a-fA-F]{8}.*"), key.toString());
    }

    private static byte[] seal(Sealer sealer, byte[] message) {
        int length = sealer.seal(new UnsafeBuffer(message), 0, message.length);
        byte[] sealed = new byte[length];
        sealer.sealed().getBytes(0, sealed);
        return sealed;
    }

    private static String open(Opener opener, byte[] sealed) {
        int length = opener.open(new UnsafeBuffer(sealed), 0, sealed.length);
        assertTrue(length >= 0, "refused");
        byte[] message = new byte[length];
        opener.message().getBytes(0, message);
        return text(message);
    }

    private static void assertRefused(Opener opener, byte[] sealed) {
        assertEquals(-1, opener.open(new UnsafeBuffer(sealed), 0, sealed.length));
    }

    private static byte[] message(int length) {
        byte[] message = new byte[length];
        for (int i = 0; i < length; i++) {
            message[i] = (byte) (i * 31 + length);
        }
        return message;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
