package io.troupe.learner.tensorboard;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.learner.status.Distribution;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.proto.tensorboard.Event;
import io.troupe.proto.tensorboard.Histogram;
import io.troupe.proto.tensorboard.Summary;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/**
 * {@code tensorboard/events.out.tfevents.…}: scalars and histograms of a run over its environment steps, for
 * {@code tensorboard --logdir runs}. Each start of a run has a file of its own, as TensorBoard wants it. Used by one
 * thread.
 */
public final class TensorBoardLog implements AutoCloseable {
    private static final String FILE_VERSION = "brain.Event:2";
    private static final double INTERVAL_S = 2;
    private static final double HISTOGRAM_INTERVAL_S = 20;

    private final WeightHistograms weights;
    private final Path file;
    private final Clock clock;
    private final FileChannel channel;
    private double writtenS = Double.NEGATIVE_INFINITY;
    private double histogramS = Double.NEGATIVE_INFINITY;
    private long lastEvaluation;

    /**
     * @param weights of the network that learns
     * @param folder  of the event files; made where it is not there
     * @param start   number of this start of the run, from 1
     * @throws TroupeException RESOURCE where the file cannot be made
     */
    public TensorBoardLog(WeightHistograms weights, Path folder, int start, Clock clock) {
        this.weights = weights;
        this.clock = clock;
        file = folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.troupe.%d",
            clock.instant().getEpochSecond(), start));
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failure(e);
        }
        write(event(0).setFileVersion(FILE_VERSION));
    }

    /**
     * Every two seconds of the run its numbers, every 20 its histograms, and each evaluation once.
     *
     * @throws TroupeException RESOURCE where it cannot be written, as on a full disk
     */
    public void write(RunSnapshot run) {
        Summary.Builder summary = Summary.newBuilder();
        if (run.timeS() - writtenS >= INTERVAL_S) {
            writtenS = run.timeS();
            add(summary, RunScalars.of(run));
        }
        if (run.timeS() - histogramS >= HISTOGRAM_INTERVAL_S && !run.detail().tdErrors().counts().isEmpty()) {
            histogramS = run.timeS();
            summary.addAllValue(weights.values());
            summary.addValue(Summary.Value.newBuilder().setTag("td_error/absolute")
                .setHisto(histogram(run.detail().tdErrors())));
        }
        RunSnapshot.Evaluation evaluation = run.evaluation();
        if (evaluation != null && evaluation.sequence() > lastEvaluation) {
            lastEvaluation = evaluation.sequence();
            add(summary, RunScalars.of(evaluation));
        }
        if (summary.getValueCount() > 0) {
            write(event(run.envSteps()).setSummary(summary));
        }
    }

    private static void add(Summary.Builder summary, Map<String, Double> scalars) {
        scalars.forEach((tag, value) ->
            summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
    }

    /** Sums are of the buckets' upper limits, since single values are not kept. */
    private static Histogram histogram(Distribution spread) {
        Histogram.Builder histogram = Histogram.newBuilder().setMin(0).setMax(spread.max());
        double num = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < spread.counts().size(); i++) {
            double limit = spread.limits().get(i);
            double count = spread.counts().get(i);
            num += count;
            sum += count * limit;
            squares += count * limit * limit;
            histogram.addBucketLimit(limit).addBucket(count);
        }
        return histogram.setNum(num).setSum(sum).setSumSquares(squares).build();
    }

    private Event.Builder event(long step) {
        return Event.newBuilder().setWallTime(clock.millis() / 1e3).setStep(step);
    }

    private void write(Event.Builder event) {
        try {
            RecordWriter.write(event.build().toByteArray(), channel);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private TroupeException failure(IOException e) {
        return new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + e
            + "; make the run's folder writable, or leave TensorBoard's files out: --set run.tensorboard=false", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
