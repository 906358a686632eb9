package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Attention over the steps of one sequence, from its equations. */
final class TwinAttention {
    private final TwinWeights weights;
    private final Memory settings;
    private final int size;
    private final int headSize;

    TwinAttention(TwinWeights weights, Memory settings) {
        this.weights = weights;
        this.settings = settings;
        size = settings.units();
        headSize = size / settings.attention().heads();
    }

    /** What is added to position p. */
    double[] position(int p) {
        return IntStream.range(0, size).mapToDouble(i -> switch (settings.attention().positions()) {
            case NONE -> 0;
            case LEARNED -> weights.vector("memory.positions")[p * size + i];
            case SINUSOIDAL -> i % 2 == 0 ? Math.sin(p / Math.pow(10_000, (double) i / size))
                : Math.cos(p / Math.pow(10_000, (i - 1.0) / size));
        }).toArray();
    }

    /** The blocks of a projection: [position][part][number]. */
    double[][][] projected(String name, double[][] x, int parts, int blockSize) {
        double[][][] blocks = new double[x.length][parts][];
        for (int p = 0; p < x.length; p++) {
            double[] all = TwinWeights.plus(weights.product(name + "_weight", x[p]), weights.vector(name + "_bias"));
            for (int part = 0; part < parts; part++) {
                blocks[p][part] = Arrays.copyOfRange(all, part * blockSize, (part + 1) * blockSize);
            }
        }
        return blocks;
    }

    /** What one head makes of a query and a key of all heads. */
    double score(String name, double[] query, double[] key, int head, int headNumbers) {
        double score = 0;
        for (int i = head * headNumbers; i < (head + 1) * headNumbers; i++) {
            score += switch (settings.attention().score()) {
                case SCALED_DOT -> query[i] * key[i] / Math.sqrt(headNumbers);
                case ADDITIVE -> weights.vector(name)[i] * Math.tanh(query[i] + key[i]);
                case KEY -> weights.vector(name)[i] * key[i];
            };
        }
        return score;
    }

    /** How many of the first positions position i looks at. */
    int seenFrom(int i) {
        return settings.attention().looksAt() == LooksAt.PAST ? Math.max(i, 1) : i + 1;
    }

    double[][] multiHead(String name, double[][] x) {
        double[][][] blocks = projected(name + ".in_proj", x, 3, size);
        double[][] outputs = new double[x.length][size];
        for (int i = 0; i < x.length; i++) {
            for (int head = 0; head < settings.attention().heads(); head++) {
                double[] scores = new double[seenFrom(i)];
                for (int j = 0; j < scores.length; j++) {
                    scores[j] = score(name + ".score", blocks[i][0], blocks[j][1], head, headSize);
                }
                double[] looked = TwinWeights.softmax(scores);
                for (int j = 0; j < scores.length; j++) {
                    add(outputs[i], looked[j], blocks[j][2], head);
                }
            }
        }
        return TwinWeights.each(outputs, row -> weights.linear(name + ".out_proj", row));
    }

    double[][] chunks(String name, double[][] x) {
        double[][][] blocks = projected(name + ".in_proj", x, 5, size);
        double[][] outputs = new double[x.length][size];
        int length = settings.chunks().length();
        for (int i = 0; i < x.length; i++) {
            for (int head = 0; head < settings.attention().heads(); head++) {
                double[] relevance = new double[i / length + 1];
                for (int n = 0; n < relevance.length; n++) {
                    int last = Math.min(i, (n + 1) * length - 1);
                    double[] mean = new double[size];
                    for (int j = n * length; j <= last; j++) {
                        for (int d = 0; d < size; d++) {
                            mean[d] += blocks[j][4][d] / (last - n * length + 1);
                        }
                    }
                    relevance[n] = score(name + ".chunk_score", blocks[i][3], mean, head, headSize);
                }
                double[] sorted = Arrays.stream(relevance).sorted().toArray();
                double least = sorted[Math.max(0, sorted.length - settings.chunks().top())];
                double[] chosen = TwinWeights.softmax(Arrays.stream(relevance)
                    .map(score -> score < least ? Double.NEGATIVE_INFINITY : score).toArray());
                for (int n = 0; n < chosen.length; n++) {
                    int first = n * length;
                    double[] scores = new double[Math.min(i, first + length - 1) - first + 1];
                    for (int j = 0; j < scores.length; j++) {
                        scores[j] = score(name + ".score", blocks[i][0], blocks[first + j][1], head, headSize);
                    }
                    double[] looked = TwinWeights.softmax(scores);
                    for (int j = 0; j < scores.length; j++) {
                        add(outputs[i], chosen[n] * looked[j], blocks[first + j][2], head);
                    }
                }
            }
        }
        return TwinWeights.each(outputs, row -> weights.linear(name + ".out_proj", row));
    }

    private void add(double[] output, double weight, double[] value, int head) {
        for (int d = head * headSize; d < (head + 1) * headSize; d++) {
            output[d] += weight * value[d];
        }
    }
}
