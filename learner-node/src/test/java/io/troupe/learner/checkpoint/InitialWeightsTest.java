package io.troupe.learner.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.learner.Layouts;
import io.troupe.learner.learning.LearnerState;
import io.troupe.proto.CheckpointManifest;
import io.troupe.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialWeightsTest {
    /** encoder.0: 4 × 3 and 4; head.0: 2 × 4 and 2. */
    private static final ParameterLayout LAYOUT = Layouts.mlp(4);
    private static final float FRESH = 9;

    @TempDir
    private Path folder;

    @Test
    void shouldTakeARunsCheckpointWhole() {
        float[] saved = counting(LAYOUT.size());
        Path checkpoint = new CheckpointStore(folder, 1, LAYOUT).save(CheckpointManifest.getDefaultInstance(),
            new LearnerState(1, 1, Kind.ADAM, 1, saved, saved, saved, saved));
        float[] values = fresh();
        String told = InitialWeights.load(checkpoint.resolve("weights.safetensors"), LAYOUT, values);
        assertArrayEquals(saved, values);
        assertTrue(told.endsWith(": 4 of 4 tensors fit"), told);
    }

    @Test
    void shouldKeepFreshValuesWhereTheFileHasNoneAndNameThem() throws IOException {
        Path file = write("""
            {"head.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
             "decoder.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 1.5f, -2.5f, 7);
        float[] values = fresh();
        String told = InitialWeights.load(file, LAYOUT, values);
        float[] expected = fresh();
        expected[LAYOUT.size() - 2] = 1.5f;
        expected[LAYOUT.size() - 1] = -2.5f;
        assertArrayEquals(expected, values);
        assertEquals("the network begins with weights from " + file + ": 1 of 4 tensors fit; not in the file, so that"
            + " they begin anew: encoder.0.weight, encoder.0.bias, head.0.weight; in the file and not in the network:"
            + " decoder.bias", told);
    }

    @Test
    void shouldMultiplyTheRowsOfAnInt8TensorWithTheirScale() throws IOException {
        float[] numbers = new float[4];
        ByteBuffer packed = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        packed.put(new byte[] {1, -127, 3, 4, 5, 6, 127, 8}).putFloat(0.5f).putFloat(2);
        packed.flip().asFloatBuffer().get(numbers);
        Path file = write("""
            {"head.0.weight":{"dtype":"I8","shape":[2,4],"data_offsets":[0,8]},
             "head.0.weight.scale":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", numbers);
        float[] values = fresh();
        String told = InitialWeights.load(file, LAYOUT, values);
        assertArrayEquals(new float[] {0.5f, -63.5f, 1.5f, 2, 10, 12, 254, 16},
            Arrays.copyOfRange(values, 16, 24));
        assertTrue(told.endsWith("encoder.0.weight, encoder.0.bias, head.0.bias"), told);
    }

    @Test
    void shouldRefuseAnotherShapeAndNameBoth() throws IOException {
        float[] saved = counting(Layouts.mlp(5).size());
        Path checkpoint = new CheckpointStore(folder, 1, Layouts.mlp(5)).save(CheckpointManifest.getDefaultInstance(),
            new LearnerState(1, 1, Kind.ADAM, 1, saved, saved, saved, saved));
        float[] values = fresh();
        String message = refused(ErrorCode.CONFIGURATION, checkpoint.resolve("weights.safetensors"), values);
        assertTrue(message.contains("1 of 4 tensors fit; of another shape: encoder.0.weight is [5, 3] there and [4, 3]"
            + " here, encoder.0.bias is [5] there and [4] here, head.0.weight is [2, 5] there and [2, 4] here"),
            message);
        assertArrayEquals(fresh(), values);
    }

    @Test
    void shouldRefuseAFileOfWhichNothingFits() throws IOException {
        Path file = write("{\"other\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1);
        String message = refused(ErrorCode.CONFIGURATION, file, fresh());
        assertTrue(message.contains("0 of 4 tensors fit"), message);
        assertTrue(message.contains("in the file and not in the network: other"), message);
    }

    @Test
    void shouldRefuseNumbersThatAreNotFinite() throws IOException {
        Path file = write("{\"head.0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 1, Float.NaN);
        assertTrue(refused(ErrorCode.CONFIGURATION, file, fresh()).contains("'head.0.bias' holds NaN"));
    }

    @Test
    void shouldSayWhatItCannotRead() throws IOException {
        String head = "{\"head.0.bias\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}";
        assertTrue(refused(ErrorCode.CHECKPOINT, write(head.formatted("I64", 16), 1, 2, 3, 4), fresh())
            .contains("'head.0.bias' is stored as I64, expected F32, BF16 or I8"));
        assertTrue(refused(ErrorCode.CHECKPOINT, write(head.formatted("F32", 8), 1), fresh())
            .contains("lies at bytes 0 to 8 of 4"));
        assertTrue(refused(ErrorCode.CHECKPOINT, write(head.formatted("F32", 4), 1), fresh())
            .contains("'head.0.bias' is F32[2]"));
        assertTrue(refused(ErrorCode.CHECKPOINT, write(head.formatted("I8", 2), 1), fresh()).contains("I8[2]"));
        assertTrue(refused(ErrorCode.CHECKPOINT, write("{"), fresh()).contains("no JSON"));
        assertTrue(refused(ErrorCode.CHECKPOINT, Files.writeString(folder.resolve("text"), "no tensors"), fresh())
            .contains("bytes long"));
        assertTrue(refused(ErrorCode.CHECKPOINT, folder.resolve("nothing"), fresh()).contains("cannot be read"));
    }

    @Test
    void shouldReadWhatPythonWrites() throws IOException, InterruptedException {
        Python.assumeHas("torch, safetensors");
        Path file = folder.resolve("python.safetensors");
        Python.run("write_safetensors.py", "", file.toString());
        float[] values = fresh();
        String told = InitialWeights.load(file, LAYOUT, values);
        float[] expected = fresh();
        for (int i = 0; i < 12; i++) {
            expected[i] = i / 4f;
        }
        System.arraycopy(new float[] {1.5f, -2, 3.25f, 0x1.06p-10f, FRESH, FRESH, FRESH, FRESH, FRESH, FRESH, FRESH,
            FRESH, 7, 8}, 0, expected, 12, 14);
        assertArrayEquals(expected, values);
        assertTrue(told.endsWith("begin anew: head.0.weight; in the file and not in the network: other.weight"), told);
    }

    private static String refused(ErrorCode code, Path file, float[] values) {
        TroupeException error = assertThrows(TroupeException.class, () -> InitialWeights.load(file, LAYOUT, values));
        assertEquals(code, error.code(), error.getMessage());
        assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
        return error.getMessage();
    }

    private Path write(String header, float... numbers) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (float number : numbers) {
            bytes.putInt(Float.floatToRawIntBits(number));
        }
        return Files.write(folder.resolve("weights.safetensors"), bytes.array());
    }

    private static float[] fresh() {
        float[] values = new float[LAYOUT.size()];
        Arrays.fill(values, FRESH);
        return values;
    }

    private static float[] counting(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i + 0.5f;
        }
        return values;
    }
}
