package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings.Encoder;
import java.util.Arrays;
import java.util.List;

/** The features of one column, written from the equations with loops: a second opinion on every encoder. */
final class EncoderTwin {
    private final Encoder settings;
    private final String name;
    private final List<Integer> shape;
    private final TwinWeights parameters;

    /** @param shape of the column that is encoded */
    EncoderTwin(Encoder settings, String name, List<Integer> shape, TwinWeights parameters) {
        this.settings = settings;
        this.name = name;
        this.shape = shape;
        this.parameters = parameters;
    }

    /** @param x elements of the column: scaled, but for token ids */
    double[] features(double[] x) {
        int convolutions = settings.convolutions().count();
        return switch (settings.kind()) {
            case MLP -> hidden(0, x);
            case EMBEDDING -> hidden(2, embedding(x));
            case CNN -> hidden(2 * convolutions + 1, Arrays.stream(map(x)).flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream).toArray());
            case SPATIAL_ATTENTION -> hidden(2 * convolutions + 1, attention(map(x)));
        };
    }

    private double[] hidden(int firstNumber, double[] x) {
        double[] y = x;
        for (int layer = 0; layer < settings.hiddenUnits().size(); layer++) {
            y = TwinWeights.relu(parameters.linear(name + "." + (firstNumber + 2 * layer), y));
        }
        return y;
    }

    private double[] embedding(double[] ids) {
        int size = settings.embedding().size();
        double[] table = parameters.vector(name + ".0.weight");
        double[] rows = new double[ids.length * size];
        for (int i = 0; i < rows.length; i++) {
            int row = Math.min((int) ids[i / size], settings.embedding().tokens() - 1);
            rows[i] = table[row * size + i % size];
        }
        return rows;
    }

    /** [channel][row][column] behind all convolutions. */
    private double[][][] map(double[] x) {
        int channels = shape.size() == 2 ? 1 : shape.get(0);
        int height = shape.get(shape.size() - 2);
        int width = shape.get(shape.size() - 1);
        double[][][] map = new double[channels][height][width];
        for (int i = 0; i < x.length; i++) {
            map[i / (height * width)][i / width % height][i % width] = x[i];
        }
        for (int layer = 0; layer < settings.convolutions().count(); layer++) {
            map = convolution(name + "." + 2 * layer, map, settings.convolutions().channels().get(layer),
                settings.convolutions().kernels().get(layer), settings.convolutions().strides().get(layer));
        }
        return map;
    }

    private double[][][] convolution(String layer, double[][][] in, int channels, int kernel, int stride) {
        double[] weight = parameters.vector(layer + ".weight");
        double[] bias = parameters.vector(layer + ".bias");
        int height = (in[0].length - kernel) / stride + 1;
        int width = (in[0][0].length - kernel) / stride + 1;
        double[][][] out = new double[channels][height][width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = bias[c];
                    for (int from = 0; from < in.length; from++) {
                        for (int i = 0; i < kernel; i++) {
                            for (int j = 0; j < kernel; j++) {
                                sum += weight[((c * in.length + from) * kernel + i) * kernel + j]
                                    * in[from][y * stride + i][x * stride + j];
                            }
                        }
                    }
                    out[c][y][x] = Math.max(0, sum);
                }
            }
        }
        return out;
    }

    /** z of each head. */
    private double[] attention(double[][][] map) {
        double[][] cells = cells(map);
        double[][] weights = weights(cells);
        double[] sums = new double[weights.length * map.length];
        for (int i = 0; i < sums.length; i++) {
            for (int cell = 0; cell < cells.length; cell++) {
                sums[i] += weights[i / map.length][cell] * cells[cell][i % map.length];
            }
        }
        return sums;
    }

    /** [head][cell], of a column as {@link #features} takes it. */
    double[][] cellWeights(double[] x) {
        return weights(cells(map(x)));
    }

    private static double[][] cells(double[][][] map) {
        int width = map[0][0].length;
        double[][] cells = new double[map[0].length * width][map.length];
        for (int cell = 0; cell < cells.length; cell++) {
            for (int c = 0; c < map.length; c++) {
                cells[cell][c] = map[c][cell / width][cell % width];
            }
        }
        return cells;
    }

    private double[][] weights(double[][] cells) {
        int size = cells[0].length;
        int heads = settings.attention().heads();
        double[] mean = new double[size];
        Arrays.setAll(mean, c -> Arrays.stream(cells).mapToDouble(cell -> cell[c]).average().orElseThrow());
        double[][] weights = new double[heads][cells.length];
        for (int i = 0; i < heads; i++) {
            int head = i;
            Arrays.setAll(weights[head], cell -> score(mean, cells[cell], head, size / heads));
            weights[head] = TwinWeights.softmax(weights[head]);
        }
        return weights;
    }

    private double score(double[] mean, double[] cell, int head, int headSize) {
        double[] key = parameters.linear(name + ".attention.key", cell);
        double sum = 0;
        for (int i = head * headSize; i < (head + 1) * headSize; i++) {
            sum += switch (settings.attention().score()) {
                case SCALED_DOT -> query(mean)[i] * key[i] / Math.sqrt(headSize);
                case ADDITIVE -> parameters.vector(name + ".attention.score")[i] * Math.tanh(query(mean)[i] + key[i]);
                case KEY -> parameters.vector(name + ".attention.score")[i] * key[i];
            };
        }
        return sum;
    }

    private double[] query(double[] mean) {
        return parameters.linear(name + ".attention.query", mean);
    }
}
