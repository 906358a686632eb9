package io.troupe.learner.learning;

import ai.djl.Device;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.network.NetworkWeights;
import io.troupe.common.network.ParameterLayout;

/** The slower copy of the network that values s′: copied every so many steps, or moved a little at each (Polyak). */
final class TargetNetwork implements AutoCloseable {
    private final LearningSettings.Target settings;
    private final NetworkWeights weights;
    private final float[] values;

    TargetNetwork(ParameterLayout layout, LearningSettings.Target settings, Device device) {
        this.settings = settings;
        weights = new NetworkWeights(layout, false, device);
        values = new float[layout.size()];
    }

    NetworkWeights weights() {
        return weights;
    }

    float[] values() {
        return values;
    }

    /** To be called after learner step {@code learnerStep}, counted from 1. */
    void follow(float[] online, long learnerStep) {
        switch (settings.update()) {
            case PERIOD -> {
                if (learnerStep % settings.period() == 0) {
                    copy(online);
                }
            }
            case POLYAK -> {
                float rate = (float) settings.polyakRate();
                for (int i = 0; i < values.length; i++) {
                    values[i] += (online[i] - values[i]) * rate;
                }
                weights.put(values);
            }
            default -> throw new AssertionError(settings.update());
        }
    }

    void copy(float[] online) {
        System.arraycopy(online, 0, values, 0, values.length);
        weights.put(values);
    }

    @Override
    public void close() {
        weights.close();
    }
}
