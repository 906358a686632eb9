package io.troupe.benchmarks.learner;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.benchmarks.pytorch.PyTorchProcess;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code learner_peer.py} in a process of its own: the same learner step in PyTorch, eager. */
final class PyTorchPeer implements AutoCloseable {
    private final PyTorchProcess process;

    private PyTorchPeer(PyTorchProcess process) {
        this.process = process;
    }

    /**
     * Starts it; null where there is no PyTorch, which the error output is told.
     *
     * @param python a program
     */
    static PyTorchPeer startIfThere(String python, int threads) {
        PyTorchProcess process = PyTorchProcess.startIfThere(python, threads, PyTorchPeer.class,
            List.of("learner_peer.py"));
        return process == null ? null : new PyTorchPeer(process);
    }

    /** What it is. */
    String description() {
        return "beside " + process.description();
    }

    /** A folder of its own, for files that both read. */
    Path folder() {
        return process.folder();
    }

    void load(Path caseFile) {
        ask("case", caseFile.toString());
    }

    /** Q-values of the first batch, and loss, priorities and gradient of a step on it that is not taken. */
    JsonNode check() {
        return ask("check", true);
    }

    /** @param seconds of CPU time */
    Turn run(double seconds) {
        JsonNode answer = ask("run_s", seconds);
        return new Turn(answer.get("steps").asLong(), answer.get("s").asDouble(), answer.get("cpu_s").asDouble());
    }

    private JsonNode ask(String command, Object argument) {
        try {
            process.tell(Map.of(command, argument));
            return process.answer();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the peer in PyTorch does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
