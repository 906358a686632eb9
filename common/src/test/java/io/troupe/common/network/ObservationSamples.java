package io.troupe.common.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/** Random observations of a schema, as numbers and as an environment stores them. */
final class ObservationSamples {
    private final List<ObservationColumn> columns;
    private final int count;
    /** [sample][column][element]: a float, a byte from 0 to 255, or a bit. */
    private final double[][][] values;

    ObservationSamples(EnvironmentSchema schema, int count, long seed) {
        columns = schema.observations();
        this.count = count;
        values = new double[count][columns.size()][];
        SplittableRandom random = new SplittableRandom(seed);
        for (double[][] sample : values) {
            for (int column = 0; column < sample.length; column++) {
                sample[column] = random.doubles(columns.get(column).elements()).toArray();
                for (int i = 0; i < sample[column].length; i++) {
                    double drawn = sample[column][i];
                    sample[column][i] = switch (columns.get(column).type()) {
                        case FLOAT32 -> (float) (4 * drawn - 2);
                        case UINT8 -> (int) (256 * drawn);
                        case BIT -> (int) (2 * drawn);
                    };
                }
            }
        }
    }

    int count() {
        return count;
    }

    /** Elements of a column as they are stored: token ids, among others. */
    double[] raw(int sample, int column) {
        return values[sample][column].clone();
    }

    /** Elements of a column as networks see them: bytes over 255. */
    double[] scaled(int sample, int column) {
        double[] scaled = raw(sample, column);
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= columns.get(column).type() == ElementType.UINT8 ? 255 : 1;
        }
        return scaled;
    }

    /** What a record of the sample holds of a column. */
    ByteBuffer bytes(int sample, int column) {
        ByteBuffer bytes = ByteBuffer.allocate(columns.get(column).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] elements = values[sample][column];
        for (int i = 0; i < elements.length; i++) {
            switch (columns.get(column).type()) {
                case FLOAT32 -> bytes.putFloat(4 * i, (float) elements[i]);
                case UINT8 -> bytes.put(i, (byte) elements[i]);
                case BIT -> bytes.put(i / 8, (byte) (bytes.get(i / 8) | (int) elements[i] << i % 8));
            }
        }
        return bytes;
    }

    /** All samples as a network is shown them. */
    NDList arrays(NDManager manager) {
        NDList arrays = new NDList();
        for (int column = 0; column < columns.size(); column++) {
            ObservationColumn of = columns.get(column);
            ByteBuffer all = ByteBuffer.allocateDirect(count * of.bytes()).order(ByteOrder.nativeOrder());
            for (int sample = 0; sample < count; sample++) {
                all.put(bytes(sample, column).rewind());
            }
            arrays.add(manager.create(all.rewind(), new Shape(count, ObservationArrays.elements(of)),
                ObservationArrays.type(of)));
        }
        return arrays;
    }
}
