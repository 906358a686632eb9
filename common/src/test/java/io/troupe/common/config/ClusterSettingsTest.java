package io.troupe.common.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.ClusterSettings.Bootstrap;
import io.troupe.common.config.ClusterSettings.Kubernetes;
import io.troupe.common.config.ClusterSettings.Tls;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {
    @ParameterizedTest
    @CsvSource({"1, 7", "5, 7", "10, 7", "11, 7", "20, 14", "30, 21"})
    void shouldDecideTheLaterTheLongerANodeMayBeSilentAndNotTooSoon(int failureTimeoutS, int decisionTimeS) {
        assertEquals(decisionTimeS, new ClusterSettings("127.0.0.1", 0, List.of(), "", 60, failureTimeoutS,
            Bootstrap.SEEDS, Kubernetes.defaults(), Tls.off()).decisionTimeS());
    }
}
