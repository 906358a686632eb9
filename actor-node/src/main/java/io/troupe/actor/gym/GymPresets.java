package io.troupe.actor.gym;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.ObservationColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Settings to begin with, by what the environment shows. */
final class GymPresets {
    private static final int IMAGE_DIMENSIONS = 3;
    /** The smallest side of an image that Atari's three convolutions leave something of. */
    private static final int ATARI_SIDE = 36;
    private static final int CONVOLUTION_SIDE = 3;

    private GymPresets() {
    }

    static String of(GymDescription description) {
        String goal = Double.isNaN(description.rewardThreshold()) ? ""
            : "troupe.run.until-return = " + description.rewardThreshold() + "\n";
        return text(name(description.column())) + goal;
    }

    private static String name(ObservationColumn column) {
        int dimensions = column.shape().size();
        boolean isImage = dimensions == IMAGE_DIMENSIONS
            || dimensions == IMAGE_DIMENSIONS - 1 && column.type() == ElementType.UINT8;
        if (!isImage) {
            return "vector";
        }
        int side = Math.min(column.shape().get(dimensions - 1), column.shape().get(dimensions - 2));
        return side >= ATARI_SIDE ? "image" : side >= CONVOLUTION_SIDE ? "small-image" : "vector";
    }

    private static String text(String name) {
        try (InputStream in = GymPresets.class.getResourceAsStream(name + ".conf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
