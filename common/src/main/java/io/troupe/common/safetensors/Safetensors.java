package io.troupe.common.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.network.ParameterLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format (https://huggingface.co/docs/safetensors): a header's length (8 bytes, little-endian), the
 * header (JSON: name → type, shape, first and last byte), and the tensors' bytes. PyTorch opens it, and {@link
 * SafetensorsFile} does.
 */
public final class Safetensors {
    /** Ends the name of the float32 tensor with what each row of an I8 tensor is to be multiplied with. */
    public static final String SCALE = ".scale";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LENGTH_BYTES = 8;
    private static final int PIECE_BYTES = 1 << 18;

    private Safetensors() {
    }

    /**
     * Writes a whole file with the layout's tensors, once for each vector. In pieces: with a file's worth of garbage
     * for each checkpoint the collector stopped the learner's thread for up to 41 ms at 10 million parameters, without
     * for 3.
     *
     * @param vectors by the prefix of its tensors' names, which may be empty: a value for each parameter
     */
    public static void write(ParameterLayout layout, Map<String, float[]> vectors, WritableByteChannel file)
        throws IOException {
        writeHeader(header(layout, vectors), file);
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] vector : vectors.values()) {
            for (int from = 0; from < layout.size(); from += PIECE_BYTES / Float.BYTES) {
                int count = Math.min(PIECE_BYTES / Float.BYTES, layout.size() - from);
                piece.clear().limit(count * Float.BYTES);
                piece.asFloatBuffer().put(vector, from, count);
                drain(piece, file);
            }
        }
    }

    /** Writes a whole file with these tensors, in their order. */
    public static void write(List<StoredTensor> tensors, WritableByteChannel file) throws IOException {
        ObjectNode header = emptyHeader();
        long position = 0;
        for (StoredTensor tensor : tensors) {
            position = describe(header, tensor.name(), tensor.type(), tensor.shape(), position,
                tensor.bytes().capacity());
        }
        writeHeader(header, file);
        for (StoredTensor tensor : tensors) {
            drain(tensor.bytes().duplicate().clear(), file);
        }
    }

    private static ObjectNode header(ParameterLayout layout, Map<String, float[]> vectors) {
        ObjectNode header = emptyHeader();
        long position = 0;
        for (String prefix : vectors.keySet()) {
            for (ParameterLayout.Parameter parameter : layout.parameters()) {
                position = describe(header, prefix + parameter.name(), "F32", parameter.shape(), position,
                    4L * parameter.size());
            }
        }
        return header;
    }

    private static ObjectNode emptyHeader() {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        return header;
    }

    /** @return where the next one begins */
    private static long describe(ObjectNode header, String name, String type, List<Integer> shape, long begin,
                                 long bytes) {
        ObjectNode tensor = header.putObject(name).put("dtype", type);
        shape.forEach(tensor.putArray("shape")::add);
        tensor.putArray("data_offsets").add(begin).add(begin + bytes);
        return begin + bytes;
    }

    private static void writeHeader(ObjectNode header, WritableByteChannel file) throws IOException {
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) & ~7;
        ByteBuffer begin = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        begin.putLong(padded).put(text);
        while (begin.hasRemaining()) {
            begin.put((byte) ' ');
        }
        drain(begin.flip(), file);
    }

    private static void drain(ByteBuffer bytes, WritableByteChannel file) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
