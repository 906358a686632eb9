package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.LearningSettings;
import io.troupe.common.config.LearningSettings.Optimizer.Kind;
import io.troupe.testing.Python;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beside PyTorch's own optimizers and its clipping, where a Python with PyTorch is at hand. */
class PyTorchOptimizerTest {
    private static final int SIZE = 20;
    private static final int STEPS = 50;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldStepAsPyTorchDoes(Kind kind) throws IOException, InterruptedException {
        Python.assumeHas("torch");
        SplittableRandom random = new SplittableRandom(7);
        float[] parameters = numbers(random, 1);
        List<float[]> gradients = IntStream.range(0, STEPS).mapToObj(step -> numbers(random, 4)).toList();
        List<String> theirs = run(kind, parameters, gradients);

        Optimizer optimizer = Optimizer.of(TrainableParameters.all(SIZE), new LearningSettings.Optimizer(kind,
            Windows.rate(0.01), 0.9, 0.999, 0.95, kind == Kind.ADAM ? 1e-8 : 1.5e-7, 5));
        assertEquals(STEPS, theirs.size());
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(parameters, gradients.get(step), Optimizer.norm(gradients.get(step)));
            String[] words = theirs.get(step).split(" ");
            float[] expected = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                expected[i] = Float.parseFloat(words[i]);
            }
            assertArrayEquals(expected, parameters, 2e-6f, "step " + step);
        }
    }

    private static List<String> run(Kind kind, float[] parameters, List<float[]> gradients)
        throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(kind.name(), text(parameters)));
        gradients.forEach(gradient -> lines.add(text(gradient)));
        return Python.run("optimizer_steps.py", String.join("\n", lines) + "\n");
    }

    private static float[] numbers(SplittableRandom random, double size) {
        float[] numbers = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            numbers[i] = (float) (size * (random.nextDouble() - 0.4));
        }
        return numbers;
    }

    private static String text(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToObj(i -> Float.toString(numbers[i]))
            .collect(Collectors.joining(" "));
    }
}
