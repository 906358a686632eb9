package io.troupe.benchmarks.learner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.benchmarks.pytorch.PeerCase;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.run.RunContract;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import io.troupe.common.wire.BatchMessage;
import io.troupe.learner.learning.LearnerProbe;
import io.troupe.learner.learning.SampledBatch;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/** A case for the peer: a line of JSON that describes network and algorithm, then weights and batches as tensors. */
final class CaseFile {
    private final ObjectNode header;
    private final ArrayNode tensors;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    private CaseFile(RunContract contract, int batches) {
        header = PeerCase.describe(contract).put("batches", batches)
            .put("positions", LearnerProbe.shownPositions(contract))
            .put("device", LearnerProbe.isOnGpu(contract) ? "cuda" : "cpu");
        tensors = header.putArray("tensors");
    }

    static void write(Path file, RunContract contract, float[] weights, SampledBatch[] batches) throws IOException {
        CaseFile made = new CaseFile(contract, batches.length);
        made.addWeights(contract.network().parameters(), weights);
        for (int i = 0; i < batches.length; i++) {
            if (LearnerProbe.isOfSequences(contract)) {
                made.addSequences("batch" + i + "/", contract, batches[i]);
            } else {
                made.addTransitions("batch" + i + "/", contract, batches[i]);
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write((made.header + "\n").getBytes(StandardCharsets.UTF_8));
            made.data.writeTo(out);
        }
    }

    private void addWeights(ParameterLayout layout, float[] weights) {
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            addFloats("weights/" + parameter.name(), parameter.shape(), i -> weights[parameter.offset() + i]);
        }
    }

    private void addTransitions(String prefix, RunContract contract, SampledBatch batch) {
        WindowSpec window = contract.window();
        int rows = batch.rows();
        List<Integer> shape = contract.schema().observations().get(0).shape();
        StepField observation = StepField.observation(0);
        addFloats(prefix + "now", shape(shape, rows), batch, window.columnOf(observation, Anchor.START));
        addFloats(prefix + "next", shape(shape, rows), batch, window.columnOf(observation, Anchor.END));
        addFloats(prefix + "rewards", List.of(rows, window.horizon()), batch, window.columnOf(StepField.REWARD));
        addActions(prefix, List.of(rows), batch, window.columnOf(StepField.ACTION));
        addRows(prefix, batch);
    }

    private void addSequences(String prefix, RunContract contract, SampledBatch batch) {
        WindowSpec window = contract.window();
        int rows = batch.rows();
        int steps = window.lookBack() + window.horizon();
        List<Integer> shape = contract.schema().observations().get(0).shape();
        addFloats(prefix + "observations", shape(shape, rows, steps + 1), batch,
            window.columnOf(StepField.observation(0), Anchor.BEGIN));
        addFloats(prefix + "rewards", List.of(rows, steps), batch, window.columnOf(StepField.REWARD, Anchor.BEGIN));
        addActions(prefix, List.of(rows, steps), batch, window.columnOf(StepField.ACTION, Anchor.BEGIN));
        if (contract.layout().stateBytes() > 0) {
            addFloats(prefix + "state", List.of(rows, contract.network().stateSize()), batch,
                window.columnOf(StepField.STATE, Anchor.BEGIN));
        }
        addLongs(prefix + "lookbacks", List.of(rows), i -> batch.lookBacks()[i]);
        addRows(prefix, batch);
    }

    private static List<Integer> shape(List<Integer> ofOne, Integer... before) {
        return Stream.concat(Stream.of(before), ofOne.stream()).toList();
    }

    private void addRows(String prefix, SampledBatch batch) {
        List<Integer> shape = List.of(batch.rows());
        addLongs(prefix + "valid_steps", shape, i -> batch.validSteps()[i]);
        addFloats(prefix + "goes_on", shape, i -> (batch.ends()[i] & BatchMessage.END_TERMINATED) == 0 ? 1 : 0);
        addFloats(prefix + "weights", shape, i -> batch.importanceWeights()[i]);
    }

    private void addActions(String prefix, List<Integer> shape, SampledBatch batch, int column) {
        addLongs(prefix + "actions", shape,
            i -> batch.column(column).getInt(i * Integer.BYTES, ByteOrder.LITTLE_ENDIAN));
    }

    private void addFloats(String name, List<Integer> shape, SampledBatch batch, int column) {
        addFloats(name, shape, i -> batch.column(column).getFloat(i * Float.BYTES, ByteOrder.LITTLE_ENDIAN));
    }

    private void addFloats(String name, List<Integer> shape, IntToDoubleFunction values) {
        int count = describe(name, "f32", shape);
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat((float) values.applyAsDouble(i));
        }
        append(bytes);
    }

    private void addLongs(String name, List<Integer> shape, IntToLongFunction values) {
        int count = describe(name, "i64", shape);
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putLong(values.applyAsLong(i));
        }
        append(bytes);
    }

    private int describe(String name, String type, List<Integer> shape) {
        int count = shape.stream().reduce(1, Math::multiplyExact);
        ObjectNode tensor = tensors.addObject().put("name", name).put("type", type).put("count", count)
            .put("offset", data.size());
        shape.forEach(tensor.putArray("shape")::add);
        return count;
    }

    private void append(ByteBuffer bytes) {
        data.write(bytes.array(), 0, bytes.position());
        // The next tensor begins at a multiple of eight, whatever its type.
        data.write(new byte[-bytes.position() & 7], 0, -bytes.position() & 7);
    }
}
