package io.troupe.common.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.troupe.common.config.NetworkSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
    @Test
    void shouldNameParametersAsPyTorchDoesAndLayThemOneAfterTheOther() {
        ParameterLayout layout = QNetwork.of(Networks.settings(NetworkSettings.Head.Kind.DUELING, 5, 8, 6),
            Networks.FLOATS).parameters();

        assertEquals(List.of("encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias",
            "head.value.0.weight", "head.value.0.bias", "head.value.2.weight", "head.value.2.bias",
            "head.advantage.0.weight", "head.advantage.0.bias", "head.advantage.2.weight", "head.advantage.2.bias"),
            layout.parameters().stream().map(ParameterLayout.Parameter::name).toList());
        assertEquals(List.of(8, 4), layout.parameters().get(0).shape());
        int offset = 0;
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            assertEquals(offset, parameter.offset());
            offset += parameter.size();
        }
        assertEquals(offset, layout.size());
        assertEquals(4 * offset, layout.sizeBytes());
    }

    @Test
    void shouldTellDifferentNetworksApart() {
        String one = fingerprint(NetworkSettings.Head.Kind.DUELING, 0, 8);
        assertEquals(one, fingerprint(NetworkSettings.Head.Kind.DUELING, 0, 8));
        assertNotEquals(one, fingerprint(NetworkSettings.Head.Kind.PLAIN, 0, 8));
        assertNotEquals(one, fingerprint(NetworkSettings.Head.Kind.DUELING, 0, 9));
    }

    private static String fingerprint(NetworkSettings.Head.Kind head, int headUnits, Integer... encoderUnits) {
        return QNetwork.of(Networks.settings(head, headUnits, encoderUnits), Networks.FLOATS)
            .parameters().fingerprint();
    }
}
