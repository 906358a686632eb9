package io.troupe.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MarkedStepTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final OneStep run = new OneStep();
    private final List<String> told = new ArrayList<>();
    private long nowNs;

    @Test
    void shouldFollowAStepFromItsActorToTheWeightsThatAreActedWith() {
        assertEquals(List.of("produced by actor-1, lane 5", "stored", "drawn", "learned from", "published", "acted with"),
            names(follow()));
    }

    @Test
    void shouldTellWhatItWaitsFor() {
        follow();
        assertEquals(List.of("stored", "drawn", "learned from", "published", "acted with"),
            told.stream().map(text -> text.replace("waiting for a step to be ", "")).toList());
    }

    @Test
    void shouldNotTakeAnUpdateFromOtherStepsForOneFromThisStep() {
        run.isLearnedFrom = false;
        MarkedStep.Stage last = last(follow());
        assertEquals("learned from", last.name());
        assertFalse(last.isReached());
        assertTrue(last.note().startsWith("no update gave step 0a/1 a new priority"), last::note);
    }

    @Test
    void shouldContentItselfWithAnUpdateWhereTheStepIsEvictedMeanwhile() {
        run.isEvictedOnceDrawn = true;
        assertEquals("acted with", last(follow()).name());
    }

    @Test
    void shouldFollowAStepWhoseActorHasLeft() {
        run.actorOfLane = null;
        assertEquals("produced by an actor that has left, lane 5", follow().get(0).name());
        run.actorOfLane = "actor-9";
        assertEquals("produced by an actor that has left, lane 5", follow().get(0).name());
    }

    @Test
    void shouldFindFaultWithALaneThatTheLedgerDoesNotKnow() {
        run.lane = 6;
        assertEquals("the ledger knows no lane 6, which stored it", follow().get(0).note());
    }

    /** A second goes by with each look at the clock. */
    private List<MarkedStep.Stage> follow() {
        return new MarkedStep(run, () -> nowNs += 1_000_000_000L, 10, told::add).follow();
    }

    private static MarkedStep.Stage last(List<MarkedStep.Stage> stages) {
        return stages.get(stages.size() - 1);
    }

    private static List<String> names(List<MarkedStep.Stage> stages) {
        return stages.stream().map(MarkedStep.Stage::name).toList();
    }

    /** A run that makes an update and publishes weights with each look at it, and draws the step at the second. */
    private static final class OneStep implements AskedRun {
        private int looks;
        private int statuses;
        private int lane = 5;
        private String actorOfLane = "actor-1";
        private boolean isLearnedFrom = true;
        private boolean isEvictedOnceDrawn;

        @Override
        public JsonNode status() {
            statuses++;
            ObjectNode status = JSON.objectNode().put("learner_steps", statuses).put("weights_version", statuses);
            status.putArray("actors").addObject().put("name", "actor-1").put("weights_version", statuses);
            return status;
        }

        @Override
        public JsonNode replay() {
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode ledger() {
            ObjectNode ledger = JSON.objectNode();
            ledger.putArray("lanes").addObject().put("lane_id", 5).put("actor", actorOfLane);
            return ledger;
        }

        @Override
        public JsonNode configuration() {
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode log() {
            return MissingNode.getInstance();
        }

        @Override
        public JsonNode undrawn() {
            looks = 0;
            return JSON.objectNode().put("step", "0a/1").put("priority", 1.25);
        }

        @Override
        public JsonNode step(String step) {
            looks++;
            return isEvictedOnceDrawn && looks > 2 ? null : JSON.objectNode().put("lane_id", lane)
                .put("times_sampled", looks > 1 ? 1 : 0).put("priority", isLearnedFrom && looks > 2 ? 0.5 : 1.25);
        }

        @Override
        public double clockSkewS() {
            return 0;
        }
    }
}
