package io.troupe.learner.tensorboard;

import io.troupe.common.network.ParameterLayout;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.proto.tensorboard.Histogram;
import io.troupe.proto.tensorboard.Summary;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the values of each of a network's parameters are spread, under their PyTorch names. */
public final class WeightHistograms {
    private static final int BUCKETS = 30;

    private final ParameterLayout layout;
    private final Supplier<Optional<WeightsSnapshot>> newest;

    /** @param newest the weights that were published last; they have to be of {@code layout} */
    public WeightHistograms(ParameterLayout layout, Supplier<Optional<WeightsSnapshot>> newest) {
        this.layout = layout;
        this.newest = newest;
    }

    /** Of the newest weights, one a parameter, tagged {@code weights/<name>}; none before the first. */
    List<Summary.Value> values() {
        return newest.get().map(weights -> layout.parameters().stream()
            .map(parameter -> Summary.Value.newBuilder().setTag("weights/" + parameter.name())
                .setHisto(histogram(weights, parameter)).build()).toList()).orElse(List.of());
    }

    private static Histogram histogram(WeightsSnapshot weights, ParameterLayout.Parameter parameter) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < parameter.size(); i++) {
            double value = value(weights, parameter, i);
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value;
            squares += value * value;
        }
        return buckets(weights, parameter, min, (max - min) / BUCKETS).setMin(min).setMax(max)
            .setNum(parameter.size()).setSum(sum).setSumSquares(squares).build();
    }

    /** Equally wide ones from the least value on; a single one where all values are the same, as a fresh bias's are. */
    private static Histogram.Builder buckets(WeightsSnapshot weights, ParameterLayout.Parameter parameter, double min,
                                             double width) {
        double[] counts = new double[width > 0 ? BUCKETS : 1];
        for (int i = 0; i < parameter.size(); i++) {
            double bucket = width > 0 ? (value(weights, parameter, i) - min) / width : 0;
            counts[(int) Math.min(counts.length - 1, bucket)]++;
        }
        Histogram.Builder histogram = Histogram.newBuilder();
        for (int i = 0; i < counts.length; i++) {
            histogram.addBucketLimit(min + (i + 1) * width).addBucket(counts[i]);
        }
        return histogram;
    }

    private static double value(WeightsSnapshot weights, ParameterLayout.Parameter parameter, int index) {
        return weights.data().getFloat((parameter.offset() + index) * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
}
