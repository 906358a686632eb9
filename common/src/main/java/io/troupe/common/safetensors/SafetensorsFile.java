package io.troupe.common.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.weights.BFloat16;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tensors of a {@link Safetensors} file by name, as float32 whatever they are stored as. */
public final class SafetensorsFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Larger than any header of ours, smaller than an array: a length beyond it is damage. */
    private static final int MAX_HEADER_BYTES = 100 << 20;
    private static final Map<String, Integer> ELEMENT_BYTES =
        Map.of("F32", Float.BYTES, "BF16", BFloat16.BYTES, "I8", Byte.BYTES);

    private final String name;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private SafetensorsFile(String name, ByteBuffer file) {
        this.name = name;
        JsonNode header = header(file);
        ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        header.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("__metadata__")) {
                tensors.put(field.getKey(), tensor(field.getKey(), field.getValue(), data));
            }
        });
    }

    /** @throws TroupeException CHECKPOINT where it cannot be read, or is not of this format */
    public static SafetensorsFile read(Path file) {
        try {
            return of(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, file + " cannot be read: " + e, e);
        }
    }

    /**
     * The same of bytes that are in memory already; they are not copied.
     *
     * @param name what errors call them
     */
    public static SafetensorsFile of(String name, ByteBuffer bytes) {
        return new SafetensorsFile(name, bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Of the tensors, in the header's order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    public List<Integer> shape(String tensor) {
        return tensors.get(tensor).shape();
    }

    /**
     * A tensor's numbers, row-major. Of I8 each row is multiplied with its number in {@code tensor.scale}.
     *
     * @throws TroupeException CHECKPOINT where it is stored as something else than F32, BF16 or I8 with its scale
     */
    public float[] values(String tensor) {
        StoredTensor stored = tensors.get(tensor);
        ByteBuffer bytes = stored.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[elements(stored.shape())];
        switch (stored.type()) {
            case "F32" -> bytes.asFloatBuffer().get(values);
            case "BF16" -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = BFloat16.widen(bytes.getShort());
                }
            }
            case "I8" -> {
                float[] scales = scales(tensor, stored);
                int columns = values.length / Math.max(1, scales.length);
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.get() * scales[i / columns];
                }
            }
            default -> throw new TroupeException(ErrorCode.CHECKPOINT, name + ": tensor '" + tensor + "' is stored as "
                + stored.type() + ", expected F32, BF16 or I8: save it as one of these");
        }
        return values;
    }

    /**
     * The layout's vector, from the tensors whose names begin with {@code prefix}: all of them, as F32.
     *
     * @throws TroupeException LAYOUT_MISMATCH where a parameter is missing or is something else
     */
    public float[] vector(ParameterLayout layout, String prefix) {
        float[] vector = new float[layout.size()];
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            String tensor = prefix + parameter.name();
            StoredTensor stored = tensors.get(tensor);
            String actual = stored == null ? "nothing" : stored.type() + stored.shape();
            String expected = "F32" + parameter.shape();
            if (!actual.equals(expected)) {
                throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, name + ": tensor '" + tensor + "' is " + actual
                    + ", the network expects " + expected + ": use the config.conf of the run that wrote it");
            }
            stored.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
                .get(vector, parameter.offset(), parameter.size());
        }
        return vector;
    }

    private float[] scales(String tensor, StoredTensor stored) {
        StoredTensor scale = tensors.get(tensor + Safetensors.SCALE);
        String actual = scale == null ? "nothing" : scale.type() + scale.shape();
        String expected = "F32[" + (stored.shape().isEmpty() ? "rows" : stored.shape().get(0)) + "]";
        if (!actual.equals(expected)) {
            throw new TroupeException(ErrorCode.CHECKPOINT, name + ": '" + tensor + "' is I8" + stored.shape()
                + ", and its scale '" + tensor + Safetensors.SCALE + "' is " + actual + ", expected " + expected
                + ": one for each row");
        }
        return values(tensor + Safetensors.SCALE);
    }

    /** Reads the header, and leaves {@code file} at the first byte of data. */
    private JsonNode header(ByteBuffer file) {
        long length = file.remaining() < Long.BYTES ? -1 : file.getLong();
        if (length < 0 || length > Math.min(file.remaining(), MAX_HEADER_BYTES)) {
            throw damaged("its header would be " + length + " bytes long");
        }
        byte[] text = new byte[(int) length];
        file.get(text);
        try {
            return JSON.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw damaged("its header is no JSON: " + e.getOriginalMessage());
        }
    }

    private StoredTensor tensor(String tensor, JsonNode described, ByteBuffer data) {
        String type = described.path("dtype").asText();
        List<Integer> shape = new ArrayList<>();
        described.path("shape").forEach(size -> shape.add(size.asInt(-1)));
        long begin = described.path("data_offsets").path(0).asLong(-1);
        long end = described.path("data_offsets").path(1).asLong(-1);
        boolean isInside = begin >= 0 && begin <= end && end <= data.capacity();
        Integer bytes = ELEMENT_BYTES.get(type);
        if (!isInside || shape.stream().anyMatch(size -> size < 0)
            || bytes != null && end - begin != (long) bytes * elements(shape)) {
            throw damaged("tensor '" + tensor + "' is " + type + shape + " and lies at bytes " + begin + " to " + end
                + " of " + data.capacity());
        }
        return new StoredTensor(tensor, type, shape, data.slice((int) begin, (int) (end - begin)));
    }

    private static int elements(List<Integer> shape) {
        return (int) Math.min(Integer.MAX_VALUE, shape.stream().mapToLong(Integer::longValue).reduce(1,
            (a, b) -> Math.min(a * b, Integer.MAX_VALUE)));
    }

    private TroupeException damaged(String why) {
        return new TroupeException(ErrorCode.CHECKPOINT, name + " is no whole safetensors file: " + why
            + "; use another one, or an older checkpoint");
    }
}
