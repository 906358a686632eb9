package io.troupe.benchmarks.transport;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@code rpc Send(stream Rows) returns (stream Acks)} with {@code message Rows { bytes rows = 1; }} and {@code message
 * Acks { uint64 rows = 1; }}. Written by hand where generated code would copy once more: rows go from the caller's
 * array into the transport's buffers, and out of these into one array that is used again.
 */
final class GrpcRows {
    static final String SERVICE = "troupe.benchmarks.Rows";
    private static final int FIELD = 1;

    /** Bytes of a message of rows; who gets one may use it only until the next one. */
    static final class Rows {
        private byte[] array;
        private int length;
        private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);

        Rows(byte[] array) {
            this.array = array;
            bytes.wrap(array);
        }

        Rows length(int newLength) {
            length = newLength;
            return this;
        }

        int length() {
            return length;
        }

        UnsafeBuffer bytes() {
            return bytes;
        }
    }

    private GrpcRows() {
    }

    /** A method for rows of this size. Each stream needs a descriptor of its own: received messages share an array. */
    static MethodDescriptor<Rows, Long> method(int rowBytes) {
        return MethodDescriptor.<Rows, Long>newBuilder().setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Send" + rowBytes))
            .setRequestMarshaller(new RowsMarshaller()).setResponseMarshaller(new AcksMarshaller()).build();
    }

    private static final class RowsMarshaller implements MethodDescriptor.Marshaller<Rows> {
        private final Rows received = new Rows(new byte[0]);

        @Override
        public InputStream stream(Rows rows) {
            return new RowsStream(rows);
        }

        @Override
        public Rows parse(InputStream stream) {
            try {
                if (stream.read() != (FIELD << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    throw new IOException("a message without field " + FIELD);
                }
                int length = CodedInputStream.readRawVarint32(stream.read(), stream);
                if (length > received.array.length) {
                    received.array = new byte[length];
                    received.bytes.wrap(received.array);
                }
                if (stream.readNBytes(received.array, 0, length) != length) {
                    throw new EOFException("a message that ends before its " + length + " bytes");
                }
                return received.length(length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Hands the bytes to the transport in one go. */
    private static final class RowsStream extends InputStream implements Drainable, KnownLength {
        private Rows rows;

        RowsStream(Rows rows) {
            this.rows = rows;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = available();
            byte[] head = new byte[length - rows.length];
            CodedOutputStream out = CodedOutputStream.newInstance(head);
            out.writeTag(FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(rows.length);
            target.write(head);
            target.write(rows.array, 0, rows.length);
            rows = null;
            return length;
        }

        @Override
        public int available() {
            return rows == null ? 0 : CodedOutputStream.computeTagSize(FIELD)
                + CodedOutputStream.computeUInt32SizeNoTag(rows.length) + rows.length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("these bytes are drained");
        }
    }

    private static final class AcksMarshaller implements MethodDescriptor.Marshaller<Long> {
        @Override
        public InputStream stream(Long rows) {
            try {
                byte[] message = new byte[CodedOutputStream.computeUInt64Size(FIELD, rows)];
                CodedOutputStream.newInstance(message).writeUInt64(FIELD, rows);
                return new KnownBytes(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Long parse(InputStream stream) {
            try {
                CodedInputStream in = CodedInputStream.newInstance(stream.readAllBytes());
                in.readTag();
                return in.readUInt64();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
        KnownBytes(byte[] bytes) {
            super(bytes);
        }
    }
}
