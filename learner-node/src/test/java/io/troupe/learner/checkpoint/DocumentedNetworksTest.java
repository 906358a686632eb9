package io.troupe.learner.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.NetworkPresets;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.testing.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether somebody with {@code docs/networks.md} alone gets the same Q-values: runs the page's program. */
class DocumentedNetworksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "docs", "networks.md");
    private static final int STEPS = 7;
    /** One process for all networks: importing torch takes seconds. */
    private static final String ALL_CASES = """
        import json, sys, torch
        from q import load_file, q_values
        tensor = lambda column: torch.tensor(column["values"]).reshape(column["shape"])
        results = []
        for case in json.load(open(sys.argv[1])):
            x = {name: tensor(column) for name, column in case["columns"].items()}
            x = x if list(x) != [""] else x[""]
            tensors = {name: tensor(column) for name, column in case["tensors"].items()}
            results.append(q_values(load_file(case["weights"]), x, **tensors, **case["settings"]).flatten().tolist())
        print(json.dumps(results))
        """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeProgram() throws Exception {
        Python.assumeHas("torch, safetensors");
        StringBuilder program = new StringBuilder();
        Matcher blocks = Pattern.compile("(?s)```python\\n(.*?)```").matcher(Files.readString(PAGE));
        while (blocks.find()) {
            program.append(blocks.group(1)).append('\n');
        }
        Files.writeString(folder.resolve("q.py"), program);
    }

    @Test
    void shouldGiveTheQValuesOfEveryPreset() throws Exception {
        List<DocumentedCase> cases = new ArrayList<>();
        for (String preset : NetworkPresets.NAMES) {
            cases.add(DocumentedCase.of(preset, STEPS, folder));
        }
        assertSame(cases);
    }

    @Test
    void shouldGiveTheQValuesOfOtherEncodersAndHeads() throws Exception {
        List<ObservationColumn> state = List.of(ObservationColumn.float32("state", 4));
        List<ObservationColumn> many = List.of(ObservationColumn.float32("state", 4),
            new ObservationColumn("image", ElementType.UINT8, List.of(1, 9, 8)),
            new ObservationColumn("words", ElementType.UINT8, List.of(3)));
        List<String> fused = List.of("network.encoder.columns.words={kind=embedding,tokens=200,hidden-units=[]}",
            "network.encoder.columns.image={kind=spatial-attention,channels=8,heads=2}", "network.encoder.strides=2");
        assertSame(List.of(
            DocumentedCase.of("plain", List.of("network.head={kind=plain,hidden-units=7}"), state, STEPS, folder),
            DocumentedCase.of("actions", List.of("network.head.kind=action-embedding"), state, STEPS, folder),
            DocumentedCase.of("more-actions", List.of("network.head={kind=action-embedding,hidden-units=7}"), state, STEPS,
                folder),
            DocumentedCase.of("dueling-attention", List.of("network.head.kind=dueling-attention",
                "learning.sequence.length=16", "network.memory.kind=transformer"), state, STEPS, folder),
            DocumentedCase.of("columns", fused, many, STEPS, folder),
            DocumentedCase.of("fused", Stream.concat(fused.stream(), Stream.of("network.encoder.fused-units=9")).toList(),
                many, STEPS, folder)));
    }

    @Test
    void shouldGiveTheQValuesOfAttentionToThePastAlone() throws Exception {
        List<ObservationColumn> state = List.of(ObservationColumn.float32("state", 4));
        List<DocumentedCase> cases = new ArrayList<>();
        for (String kind : List.of("transformer", "attention-lstm")) {
            cases.add(DocumentedCase.of(kind + "-past", List.of("network.memory={kind=" + kind + ",looks-at=past}",
                "learning.sequence.length=16"), state, STEPS, folder));
        }
        assertSame(cases);
    }

    private void assertSame(List<DocumentedCase> cases) throws Exception {
        Files.writeString(folder.resolve("all.py"), ALL_CASES);
        Path file = folder.resolve("cases.json");
        JSON.writeValue(file.toFile(), cases.stream().map(DocumentedCase::description).toList());
        JsonNode results = run("all.py", file.toString());
        for (int i = 0; i < cases.size(); i++) {
            float[] expected = cases.get(i).qValues();
            assertEquals(expected.length, results.get(i).size());
            for (int j = 0; j < expected.length; j++) {
                assertEquals(expected[j], results.get(i).get(j).floatValue(), 1e-5, cases.get(i).name() + ", number " + j);
            }
        }
    }

    @Test
    void shouldPrintThemAsThePageSays() throws Exception {
        DocumentedCase mlp = DocumentedCase.of("mlp", 1, folder);
        JsonNode row = run("q.py", mlp.weights().toString(), "[" + JSON.writeValueAsString(mlp.firstColumn()) + "]").get(0);
        for (int action = 0; action < mlp.qValues().length; action++) {
            assertEquals(mlp.qValues()[action], row.get(action).floatValue(), 1e-5);
        }
    }

    private JsonNode run(String script, String... arguments) throws Exception {
        return JSON.readTree(String.join("\n", Python.run(folder.resolve(script), "", arguments)));
    }
}
