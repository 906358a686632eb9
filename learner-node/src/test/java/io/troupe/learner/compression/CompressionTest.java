package io.troupe.learner.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.ParameterLayout.Parameter;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.common.safetensors.StoredTensor;
import io.troupe.learner.Layouts;
import io.troupe.learner.checkpoint.InitialWeights;
import io.troupe.testing.Python;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final ParameterLayout LAYOUT = Layouts.mlp(20);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.99})
    void shouldPruneTheSmallestOfEachMatrixAndNoBias(double share) {
        float[] weights = random();
        float[] read = read(new Compression(share, false, false), weights);
        for (Parameter parameter : LAYOUT.parameters()) {
            float[] before = part(weights, parameter);
            float[] after = part(read, parameter);
            boolean isMatrix = parameter.shape().size() == 2;
            double largestPruned = 0;
            double smallestKept = Double.MAX_VALUE;
            int zeros = 0;
            for (int i = 0; i < after.length; i++) {
                if (after[i] == 0) {
                    zeros++;
                    largestPruned = Math.max(largestPruned, Math.abs(before[i]));
                } else {
                    assertEquals(before[i], after[i]);
                    smallestKept = Math.min(smallestKept, Math.abs(before[i]));
                }
            }
            assertEquals(isMatrix ? (int) (share * after.length) : 0, zeros, parameter.name());
            assertTrue(largestPruned <= smallestKept, parameter.name());
        }
    }

    @Test
    void shouldPruneAsManyAsAskedWhereAllAreEqual() {
        float[] weights = new float[LAYOUT.size()];
        Arrays.fill(weights, -0.5f);
        float[] read = read(new Compression(0.25, false, false), weights);
        Parameter matrix = LAYOUT.parameters().get(0);
        int zeros = 0;
        for (float value : part(read, matrix)) {
            zeros += value == 0 ? 1 : 0;
        }
        assertEquals(15, zeros);
    }

    @Test
    void int8ShouldBeOffByHalfAScaleAtMostAndAQuarterOfTheBytes() {
        float[] weights = random();
        Compression compression = new Compression(0, true, false);
        float[] read = read(compression, weights);
        for (Parameter parameter : LAYOUT.parameters()) {
            float[] before = part(weights, parameter);
            float[] after = part(read, parameter);
            if (parameter.shape().size() == 1) {
                assertArrayEquals(before, after, parameter.name());
                continue;
            }
            int columns = parameter.shape().get(1);
            for (int row = 0; row < parameter.shape().get(0); row++) {
                float largest = 0;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    largest = Math.max(largest, Math.abs(before[i]));
                }
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    assertEquals(before[i], after[i], largest / 127 * 0.5001, parameter.name());
                    if (Math.abs(before[i]) == largest) {
                        assertEquals(before[i], after[i], largest * 1e-6, "a row's largest is met");
                    }
                }
            }
        }
        int bytes = compression.compress(LAYOUT, weights).stream().mapToInt(tensor -> tensor.bytes().capacity()).sum();
        assertEquals(60 + 4 * 20 + 4 * 20 + 40 + 4 * 2 + 4 * 2, bytes);
    }

    @Test
    void aRowOfZerosShouldStayOne() {
        float[] read = read(new Compression(0, true, true), new float[LAYOUT.size()]);
        assertArrayEquals(new float[LAYOUT.size()], read);
    }

    @Test
    void whatIsNotInt8ShouldBeBFloat16WhereThatIsAskedFor() {
        float[] weights = random();
        List<StoredTensor> tensors = new Compression(0.5, true, true).compress(LAYOUT, weights);
        assertEquals(List.of("encoder.0.weight I8", "encoder.0.weight.scale F32", "encoder.0.bias BF16",
            "head.0.weight I8", "head.0.weight.scale F32", "head.0.bias BF16"),
            tensors.stream().map(tensor -> tensor.name() + " " + tensor.type()).toList());
        float[] read = read(new Compression(0, false, true), weights);
        for (int i = 0; i < weights.length; i++) {
            assertEquals(weights[i], read[i], Math.abs(weights[i]) * 0x1p-8);
        }
    }

    @Test
    void pythonShouldReadTheSameNumbers() throws IOException, InterruptedException {
        Python.assumeHas("torch, safetensors");
        float[] weights = random();
        float[] read = read(new Compression(0.3, true, true), weights);
        List<String> lines = Python.run("read_compressed.py", "", folder.resolve("small.safetensors").toString());
        for (Parameter parameter : LAYOUT.parameters()) {
            String line = lines.stream().filter(each -> each.startsWith(parameter.name() + " ")).findFirst()
                .orElseThrow();
            String[] words = line.split(" ");
            float[] expected = part(read, parameter);
            assertEquals(expected.length, words.length - 1);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], Float.parseFloat(words[i + 1]), parameter.name());
            }
        }
    }

    /** By way of a file. */
    private float[] read(Compression compression, float[] weights) {
        float[] before = weights.clone();
        Path file = folder.resolve("small.safetensors");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
            Safetensors.write(compression.compress(LAYOUT, weights), channel);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertArrayEquals(before, weights, "what is compressed stays");
        float[] values = new float[LAYOUT.size()];
        String told = InitialWeights.load(file, LAYOUT, values);
        assertTrue(told.endsWith(": 4 of 4 tensors fit"), told);
        return values;
    }

    private static float[] part(float[] vector, Parameter parameter) {
        return Arrays.copyOfRange(vector, parameter.offset(), parameter.offset() + parameter.size());
    }

    private static float[] random() {
        SplittableRandom random = new SplittableRandom(8);
        float[] values = new float[LAYOUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }
}
