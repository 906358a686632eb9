package io.troupe.launcher.run;

import io.troupe.actor.evaluation.EvaluationOutcome;
import io.troupe.actor.evaluation.GreedyEvaluator;
import io.troupe.actor.evaluation.QComparison;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.QFunction;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.common.safetensors.StoredTensor;
import io.troupe.learner.checkpoint.InitialWeights;
import io.troupe.learner.compression.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.agrona.concurrent.SystemNanoClock;

/** Writes a policy in fewer bits, reads it again, and lets both act greedily. */
final class PolicyCompression {
    private final TrainedPolicy policy;
    private final ParameterLayout layout;

    PolicyCompression(TrainedPolicy policy) {
        this.policy = policy;
        layout = policy.network().parameters();
    }

    /**
     * @param file     is replaced
     * @param episodes to compare before and after with
     * @param progress hears how far it is, for a person
     */
    CompressionReport run(Compression compression, Path file, int episodes, Consumer<String> progress) {
        progress.accept("writing " + file);
        float[] before = policy.weights();
        List<StoredTensor> tensors = compression.compress(layout, before);
        write(tensors, file);
        float[] after = new float[layout.size()];
        InitialWeights.load(file, layout, after);
        int rows = NodeRuns.rows(episodes);
        try (QFunction original = policy.qFunction(rows, before);
             QFunction compressed = policy.qFunction(rows, after)) {
            QComparison comparison = new QComparison(policy.network().schema(), original, compressed);
            EvaluationOutcome originals = evaluate(comparison, episodes, told -> progress.accept("before: " + told));
            EvaluationOutcome compresseds = evaluate(compressed, episodes, told -> progress.accept("after: " + told));
            return new CompressionReport(policy.checkpointName(), file, size(before, tensors, after),
                CompressionReport.Change.of(comparison), CompressionReport.Returns.of(originals),
                CompressionReport.Returns.of(compresseds));
        }
    }

    /** The episodes of {@code troupe eval}. */
    private EvaluationOutcome evaluate(QFunction qFunction, int episodes, Consumer<String> progress) {
        try (GreedyEvaluator evaluator = new GreedyEvaluator(NodeRuns.evaluation(policy, episodes), qFunction,
            SystemNanoClock.INSTANCE)) {
            return evaluator.run(NodeRuns.EVALUATION, NodeRuns.episodes(episodes, progress));
        }
    }

    private CompressionReport.Size size(float[] before, List<StoredTensor> tensors, float[] after) {
        StoredTensor whole = StoredTensor.float32("", List.of(before.length), before);
        int zeros = 0;
        for (float value : after) {
            zeros += value == 0 ? 1 : 0;
        }
        return new CompressionReport.Size(bytes(List.of(whole)), bytes(tensors), gzipBytes(List.of(whole)),
            gzipBytes(tensors), (double) zeros / after.length);
    }

    private static long bytes(List<StoredTensor> tensors) {
        return tensors.stream().mapToLong(tensor -> tensor.bytes().capacity()).sum();
    }

    private static long gzipBytes(List<StoredTensor> tensors) {
        AtomicLong count = new AtomicLong();
        OutputStream counter = new OutputStream() {
            @Override
            public void write(int value) {
                count.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                count.addAndGet(length);
            }
        };
        try (GZIPOutputStream packed = new GZIPOutputStream(counter)) {
            for (StoredTensor tensor : tensors) {
                Channels.newChannel(packed).write(tensor.bytes().duplicate().clear());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count.get();
    }

    private static void write(List<StoredTensor> tensors, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
                Safetensors.write(tensors, channel);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + e
                + "; choose another file with --out", e);
        }
    }
}
