package io.troupe.common.metrics;

import io.troupe.common.transport.DriverLoss;
import io.troupe.proto.LossReport;
import io.troupe.proto.ProcessReport;
import java.util.concurrent.ThreadLocalRandom;

/** {@link ProcessNumbers} on their way to the coordinator, with whose process they are of. */
public final class ProcessReports {
    /** Random, since a process number alone is not unique across machines and containers. */
    private static final long THIS_PROCESS = ThreadLocalRandom.current().nextLong();

    private ProcessReports() {
    }

    public static ProcessReport of(ProcessNumbers numbers) {
        return ProcessReport.newBuilder()
            .setProcessId(THIS_PROCESS)
            .setGcPauses(numbers.gcPauses())
            .setGcPauseS(numbers.gcPauseS())
            .setHeapBytes(numbers.heapBytes())
            .setDirectBytes(numbers.directBytes())
            .setMappedBytes(numbers.mappedBytes())
            .setBackPressured(numbers.backPressured())
            .setNotConnected(numbers.notConnected())
            .setMalformedMessages(numbers.malformedMessages())
            .setRefusedMessages(numbers.refusedMessages())
            .setRejectedSessions(numbers.rejectedSessions())
            .setRefusedStreams(numbers.refusedStreams())
            .setReconnects(numbers.reconnects())
            .setLoss(report(numbers.loss()))
            .build();
    }

    public static ProcessNumbers numbers(ProcessReport report) {
        return new ProcessNumbers(report.getGcPauses(), report.getGcPauseS(), report.getHeapBytes(),
            report.getDirectBytes(), report.getMappedBytes(), report.getBackPressured(), report.getNotConnected(),
            report.getMalformedMessages(), report.getRefusedMessages(), report.getRejectedSessions(),
            report.getRefusedStreams(), report.getReconnects(), loss(report.getLoss()));
    }

    private static LossReport report(DriverLoss loss) {
        return LossReport.newBuilder()
            .setSharesDriver(loss.sharesDriver())
            .setNaksSent(loss.naksSent())
            .setNaksReceived(loss.naksReceived())
            .setRetransmits(loss.retransmits())
            .setGapFills(loss.gapFills())
            .setShortSends(loss.shortSends())
            .build();
    }

    private static DriverLoss loss(LossReport report) {
        return new DriverLoss(report.getSharesDriver(), report.getNaksSent(), report.getNaksReceived(),
            report.getRetransmits(), report.getGapFills(), report.getShortSends());
    }

    /** Whether the node that reports runs in this very process. */
    public static boolean isOfThisProcess(ProcessReport report) {
        return report.getProcessId() == THIS_PROCESS;
    }
}
