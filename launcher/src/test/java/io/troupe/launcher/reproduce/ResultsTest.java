package io.troupe.launcher.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final double[] MLP = {40, 60};
    private static final double[] LSTM = {500, 460};
    private static final double[] GRU = {351, 349};

    @Test
    void shouldHoldWhereEveryFloorThatCountsIsReached() {
        Results results = ResultsFixture.of(1, MLP, LSTM, GRU);
        assertEquals(Verdict.HOLDS, results.verdict(results.entries().get(1)));
        assertEquals(Verdict.FAILS, results.verdict(results.entries().get(2)), "349 is not 300 above the mean of 50");
        assertEquals(1, results.metCount(results.entries().get(2)));
        assertEquals(Verdict.HOLDS, results.verdict(), "one of lstm and gru is enough");
    }

    @Test
    void shouldFailWhereAFloorIsMissedBySomeSeed() {
        assertEquals(Verdict.FAILS, ResultsFixture.of(1, new double[] {40, 151}, LSTM, GRU).verdict());
        assertEquals(Verdict.FAILS, ResultsFixture.of(1, MLP, new double[] {500, 449}, GRU).verdict());
    }

    @Test
    void shouldDecideNothingWithoutTheRunsThatMatter() {
        assertEquals(Verdict.OPEN, ResultsFixture.of(1, new double[] {40}, LSTM, GRU).verdict());
        assertEquals(Verdict.OPEN, ResultsFixture.of(1, MLP, new double[] {500}, GRU).verdict());
        assertEquals(Verdict.HOLDS, ResultsFixture.of(1, MLP, LSTM, new double[0]).verdict());
    }

    @Test
    void shouldClaimNothingOfShortenedRuns() {
        assertEquals(Verdict.OPEN, ResultsFixture.of(0.5, MLP, LSTM, GRU).verdict());
    }

    @Test
    void shouldNotCountARunWhoseMeasureIsMissed() {
        // The fixture's mean_length is its return, which has to be 400.
        Results results = ResultsFixture.of(1, MLP, new double[] {500, 399}, GRU);
        assertEquals(1, results.metCount(results.entries().get(1)));
    }

    @Test
    void shouldTellAllOfItAsJson() {
        JsonNode json = ResultsJson.of(ResultsFixture.of(1, MLP, LSTM, GRU));
        assertTrue(json.get("holds").asBoolean());
        JsonNode lstm = json.get("entries").get(1);
        assertEquals(480, lstm.get("return_mean").asDouble());
        assertEquals(2, lstm.get("seeds_met").asInt());
        assertEquals(450, lstm.get("floor").get("at_least").asDouble());
        assertTrue(lstm.get("floor").get("at_most").isNull());
        JsonNode run = lstm.get("runs").get(1);
        assertEquals(2, run.get("seed").asInt());
        assertEquals(200_000, run.get("env_steps").asLong());
        assertEquals(460, run.get("best").get("mean_return").asDouble());
        assertEquals(455, run.get("last").get("mean_return").asDouble());
        assertTrue(run.get("floor_met").asBoolean());
        assertEquals(2, run.get("curve").size());
        assertEquals(460, run.get("curve").get(1).get("return_mean").asDouble());
        assertTrue(ResultsJson.of(ResultsFixture.of(0.5, MLP, LSTM, GRU)).get("holds").isNull());
        assertEquals(150_000, ResultsJson.of(ResultsFixture.of(0.5, MLP, LSTM, GRU)).get("entries").get(0)
            .get("max_env_steps").asLong());
        assertFalse(json.get("entries").get(2).get("holds").asBoolean());
    }
}
