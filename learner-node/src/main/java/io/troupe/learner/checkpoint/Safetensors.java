package io.troupe.learner.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The safetensors format (https://huggingface.co/docs/safetensors), float32 only: a header's length (8 bytes,
 * little-endian), the header (JSON: name → type, shape, first and last byte), and the tensors' bytes. PyTorch opens it.
 */
final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LENGTH_BYTES = 8;
    private static final int PIECE_BYTES = 1 << 18;
    /** Larger than any header of ours, smaller than an array: a length beyond it is damage. */
    private static final int MAX_HEADER_BYTES = 100 << 20;

    private Safetensors() {
    }

    /**
     * Writes a whole file with the layout's tensors, once for each vector. In pieces: with a file's worth of garbage
     * for each checkpoint the collector stopped the learner's thread for up to 41 ms at 10 million parameters, without
     * for 3.
     *
     * @param vectors by the prefix of its tensors' names, which may be empty: a value for each parameter
     */
    static void write(ParameterLayout layout, Map<String, float[]> vectors, WritableByteChannel file)
        throws IOException {
        byte[] text = header(layout, vectors).toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) & ~7;
        ByteBuffer begin = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        begin.putLong(padded).put(text);
        while (begin.hasRemaining()) {
            begin.put((byte) ' ');
        }
        drain(begin.flip(), file);
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

    private static ObjectNode header(ParameterLayout layout, Map<String, float[]> vectors) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long position = 0;
        for (String prefix : vectors.keySet()) {
            for (ParameterLayout.Parameter parameter : layout.parameters()) {
                ObjectNode tensor = header.putObject(prefix + parameter.name()).put("dtype", "F32");
                parameter.shape().forEach(tensor.putArray("shape")::add);
                tensor.putArray("data_offsets").add(position).add(position + 4L * parameter.size());
                position += 4L * parameter.size();
            }
        }
        return header;
    }

    private static void drain(ByteBuffer bytes, WritableByteChannel file) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /**
     * The vector whose tensors' names begin with {@code prefix}.
     *
     * @param what names the file in an error
     * @throws TroupeException LAYOUT_MISMATCH where a parameter is missing or has another shape, CHECKPOINT where the
     *                         bytes are not of this format
     */
    static float[] decode(String what, ByteBuffer bytes, ParameterLayout layout, String prefix) {
        ByteBuffer file = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        JsonNode header = header(what, file);
        float[] vector = new float[layout.size()];
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            String name = prefix + parameter.name();
            JsonNode tensor = header.path(name);
            String expected = "{\"dtype\":\"F32\",\"shape\":" + parameter.shape().toString().replace(" ", "") + "}";
            String actual = tensor.isMissingNode() ? "nothing"
                : "{\"dtype\":" + tensor.path("dtype") + ",\"shape\":" + tensor.path("shape") + "}";
            if (!actual.equals(expected)) {
                throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, what + ": tensor '" + name + "' is " + actual
                    + ", the network expects " + expected + ": use the config.conf of the run that wrote it");
            }
            long begin = tensor.path("data_offsets").path(0).asLong(-1);
            long end = tensor.path("data_offsets").path(1).asLong(-1);
            if (begin < 0 || end - begin != 4L * parameter.size() || end > file.remaining()) {
                throw damaged(what, "tensor '" + name + "' lies at bytes " + begin + " to " + end + " of "
                    + file.remaining());
            }
            file.slice(file.position() + (int) begin, 4 * parameter.size()).order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer().get(vector, parameter.offset(), parameter.size());
        }
        return vector;
    }

    /** Reads the header, and leaves {@code file} at the first byte of data. */
    private static JsonNode header(String what, ByteBuffer file) {
        long length = file.remaining() < LENGTH_BYTES ? -1 : file.getLong();
        if (length < 0 || length > Math.min(file.remaining(), MAX_HEADER_BYTES)) {
            throw damaged(what, "its header would be " + length + " bytes long");
        }
        byte[] text = new byte[(int) length];
        file.get(text);
        try {
            return JSON.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw damaged(what, "its header is no JSON: " + e.getOriginalMessage());
        }
    }

    private static TroupeException damaged(String what, String why) {
        return new TroupeException(ErrorCode.CHECKPOINT, what + " is no whole safetensors file: " + why
            + "; use an older checkpoint");
    }
}
