package io.troupe.learner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.metrics.ProcessNumbers;
import io.troupe.common.metrics.ProcessReports;
import io.troupe.common.transport.DriverLoss;
import io.troupe.learner.status.RunSnapshot;
import io.troupe.proto.DirectoryEntry;
import io.troupe.proto.NodeRole;
import io.troupe.proto.ProcessReport;
import io.troupe.proto.StreamEndpoint;
import org.junit.jupiter.api.Test;

class StatusNumbersTest {
    private static final ProcessNumbers OWN = new ProcessNumbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, DriverLoss.NONE);
    private static final DriverLoss LOSS = new DriverLoss(true, 21, 22, 23, 24, 25);
    private static final ProcessNumbers TOLD = new ProcessNumbers(31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, LOSS);

    @Test
    void shouldTellWhatANodeOfAnotherProcessReports() {
        ProcessReport report = ProcessReports.of(TOLD);
        RunSnapshot.Node node =
            node(NodeRole.REPLAY, report.toBuilder().setProcessId(report.getProcessId() + 1).build());
        assertEquals(TOLD, node.process());
        assertFalse(node.sharesProcess());
    }

    @Test
    void shouldNotCountTheMemoryOfOneProcessForEachOfItsNodes() {
        RunSnapshot.Node node = node(NodeRole.ACTOR, ProcessReports.of(TOLD));
        assertTrue(node.sharesProcess());
        assertEquals(new ProcessNumbers(0, 0, 0, 0, 0, 36, 37, 38, 39, 40, 41, 42, LOSS), node.process());
        RunSnapshot.Node learner = node(NodeRole.LEARNER, null);
        assertFalse(learner.sharesProcess());
        assertEquals(OWN, learner.process());
    }

    @Test
    void shouldTellNothingOfANodeThatHasToldNothing() {
        RunSnapshot.Node node = node(NodeRole.ACTOR, null);
        assertNull(node.process());
        assertFalse(node.sharesProcess());
        assertTrue(node.isReachable());
    }

    private static RunSnapshot.Node node(NodeRole role, ProcessReport report) {
        DirectoryEntry entry = DirectoryEntry.newBuilder().setNodeId(4).setNodeName("one").setRole(role)
            .setEndpoint(StreamEndpoint.newBuilder().setHost("10.0.0.1").setPort(9)).build();
        return StatusNumbers.node(entry, Double.NaN, 5, 1, report, OWN);
    }
}
