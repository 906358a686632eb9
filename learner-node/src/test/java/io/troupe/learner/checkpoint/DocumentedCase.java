package io.troupe.learner.checkpoint;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.network.NetworkQFunction;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.QFunction;
import io.troupe.common.network.QNetwork;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A network with random weights, some observations of one episode, and the Q-values that it gives them, step by step.
 *
 * @param weights file of the weights
 * @param columns elements of each column, of all steps, as the page's program takes them
 */
record DocumentedCase(String name, TroupeSettings settings, EnvironmentSchema schema, Path weights,
                      List<float[]> columns, float[] qValues) {
    private static final int ACTIONS = 3;
    private static final String PREVIOUS_ACTION = "previous-action";

    /** A preset's network, for a column that it can read. */
    static DocumentedCase of(String preset, int steps, Path folder) throws IOException {
        TroupeSettings settings = new SettingsLoader(name -> "").network(preset).load().settings();
        List<ObservationColumn> columns = new ArrayList<>(List.of(column(settings.network().encoder().kind())));
        if (settings.network().memory().kind() == NetworkSettings.Memory.Kind.EPISODIC) {
            columns.add(new ObservationColumn(PREVIOUS_ACTION, ElementType.BIT, List.of(ACTIONS)));
        }
        return of(preset, settings, new EnvironmentSchema(columns, ACTIONS), steps, folder);
    }

    /** @param assignments settings over the defaults */
    static DocumentedCase of(String name, List<String> assignments, List<ObservationColumn> columns, int steps, Path folder)
        throws IOException {
        SettingsLoader loader = new SettingsLoader(environment -> "");
        assignments.forEach(loader::set);
        return of(name, loader.load().settings(), new EnvironmentSchema(columns, ACTIONS), steps, folder);
    }

    private static ObservationColumn column(Encoder.Kind kind) {
        return switch (kind) {
            case MLP -> ObservationColumn.float32("state", 4);
            case CNN, SPATIAL_ATTENTION -> new ObservationColumn("image", ElementType.UINT8, List.of(2, 37, 36));
            case EMBEDDING -> new ObservationColumn("tokens", ElementType.UINT8, List.of(5));
        };
    }

    private static DocumentedCase of(String name, TroupeSettings settings, EnvironmentSchema schema, int steps, Path folder)
        throws IOException {
        QNetwork network = QNetwork.of(settings.network(), schema);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        float[] values = new float[network.parameters().size()];
        try (NetworkWeights fresh = new NetworkWeights(network.parameters(), false)) {
            fresh.initialise(random);
            fresh.get(values);
        }
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[network.parameters().sizeBytes()]);
        for (int i = 0; i < values.length; i++) {
            // Also where fresh ones are constants, as the scales of a normalisation.
            values[i] += (float) random.nextDouble(-0.02, 0.02);
            buffer.putFloat(4 * i, values[i], ByteOrder.LITTLE_ENDIAN);
        }
        Path file = folder.resolve(name + ".safetensors");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Safetensors.write(network.parameters(), Map.of("", values), channel);
        }
        List<float[]> columns = new ArrayList<>();
        schema.observations().forEach(column -> columns.add(new float[steps * column.elements()]));
        float[] all = new float[steps * ACTIONS];
        float[] q = new float[ACTIONS];
        try (NetworkQFunction function = new NetworkQFunction(network, 1, 1)) {
            function.load(buffer);
            for (int step = 0; step < steps; step++) {
                for (int column = 0; column < columns.size(); column++) {
                    show(function, column, settings, schema, random, columns.get(column), step);
                }
                function.show(0, 0, step == 0 ? QFunction.NO_ACTION : step % ACTIONS, 0);
                function.evaluate(1, q);
                System.arraycopy(q, 0, all, step * ACTIONS, ACTIONS);
            }
        }
        return new DocumentedCase(name, settings, schema, file, columns, all);
    }

    private static void show(QFunction function, int index, TroupeSettings settings, EnvironmentSchema schema,
                             SplittableRandom random, float[] shown, int step) {
        ObservationColumn column = schema.observations().get(index);
        Encoder encoder = settings.network().encoder();
        boolean areTokens = encoder.fusion().columns().getOrDefault(column.name(), encoder).kind()
            == Encoder.Kind.EMBEDDING;
        for (int i = 0; i < column.elements(); i++) {
            int at = step * column.elements() + i;
            if (column.type() == ElementType.BIT) {
                // The previous action, none before an episode's first step.
                shown[at] = step > 0 && i == step % ACTIONS ? 1 : 0;
                int bits = i == 0 ? 0 : function.input(index).getByte(0);
                function.input(index).putByte(0, (byte) (bits | (int) shown[at] << i));
            } else if (column.type() == ElementType.FLOAT32) {
                shown[at] = (float) random.nextDouble(-1, 1);
                function.input(index).putFloat(4 * i, shown[at], ByteOrder.LITTLE_ENDIAN);
            } else {
                int value = random.nextInt(256);
                shown[at] = areTokens ? value : value / 255f;
                function.input(index).putByte(i, (byte) value);
            }
        }
    }

    /** For the program that runs all cases. */
    Map<String, Object> description() {
        int steps = qValues.length / ACTIONS;
        Map<String, Object> shown = new LinkedHashMap<>();
        List<float[]> together = new ArrayList<>();
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            ObservationColumn column = schema.observations().get(i);
            Map<String, Object> tensor = tensor(steps, column.shape(), columns.get(i));
            if (settings.network().encoder().fusion().columns().containsKey(column.name())) {
                shown.put(column.name(), tensor);
            } else {
                together.add(columns.get(i));
                shown.put("", tensor);
            }
            if (column.name().equals(PREVIOUS_ACTION)) {
                arguments.put("previous", tensor);
            }
        }
        if (together.size() > 1) {
            float[] joined = joined(together, steps);
            shown.put("", tensor(steps, List.of(joined.length / steps), joined));
        }
        NetworkSettings.Memory memory = settings.network().memory();
        return Map.of("weights", weights.toString(), "columns", shown, "tensors", arguments, "settings", Map.of(
            "strides", settings.network().encoder().convolutions().strides(),
            "heads", memory.attention().heads(),
            "chunks", List.of(memory.chunks().length(), memory.chunks().top()),
            "period", memory.slowPeriod(),
            "past", memory.attention().looksAt() == NetworkSettings.Memory.LooksAt.PAST));
    }

    private static Map<String, Object> tensor(int steps, List<Integer> shape, float[] values) {
        List<Integer> whole = new ArrayList<>(List.of(steps));
        whole.addAll(shape);
        return Map.of("shape", whole, "values", values);
    }

    /** Columns side by side, step by step. */
    private static float[] joined(List<float[]> parts, int steps) {
        int length = parts.stream().mapToInt(part -> part.length / steps).sum();
        float[] all = new float[steps * length];
        int at = 0;
        for (float[] part : parts) {
            int width = part.length / steps;
            for (int step = 0; step < steps; step++) {
                System.arraycopy(part, step * width, all, step * length + at, width);
            }
            at += width;
        }
        return all;
    }

    float[] firstColumn() {
        return columns.get(0);
    }
}
