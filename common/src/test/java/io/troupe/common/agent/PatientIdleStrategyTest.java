package io.troupe.common.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientIdleStrategyTest {
    @ParameterizedTest
    @CsvSource({"0, 50000", "1999999, 50000", "2000000, 250000", "20000000, 2000000", "1000000000, 10000000"})
    void shouldParkTheLongerTheLongerNothingHasHappened(long idleNs, long parkNs) {
        assertEquals(parkNs, PatientIdleStrategy.parkNs(idleNs));
    }

    @ParameterizedTest
    @CsvSource({"0, 50", "1999999, 50", "2000000, 3", "1000000000, 3"})
    void shouldLookAgainOftenOnlyInABusyTime(long idleNs, int yields) {
        assertEquals(yields, PatientIdleStrategy.yields(idleNs));
    }
}
