package io.troupe.common.transport;

import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_LOSS_GAP_FILLS;
import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_NAK_MESSAGES_RECEIVED;
import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_NAK_MESSAGES_SENT;
import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_RETRANSMITS_SENT;
import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_SHORT_SENDS;

import io.aeron.CncFileDescriptor;
import io.aeron.status.HeartbeatTimestamp;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@link DriverLoss} from the counters of the driver that a link leads to. Of its living clients the one that has
 * been there longest tells: it counts what is lost while it does, so that another one that takes over counts on from
 * there, and nothing is told twice. Any thread may call.
 */
final class DriverLossMeter {
    private static final Logger LOGGER = LoggerFactory.getLogger(DriverLossMeter.class);
    private static final int[] COUNTERS = {SYSTEM_COUNTER_ID_NAK_MESSAGES_SENT, SYSTEM_COUNTER_ID_NAK_MESSAGES_RECEIVED,
        SYSTEM_COUNTER_ID_RETRANSMITS_SENT, SYSTEM_COUNTER_ID_LOSS_GAP_FILLS, SYSTEM_COUNTER_ID_SHORT_SENDS};

    private final Path folder;
    private final long[] seen = new long[COUNTERS.length];
    private final long[] told = new long[COUNTERS.length];
    private AeronLink.Connection connection;
    private CountersReader counters;
    private boolean sharesDriver;

    DriverLossMeter(Path folder) {
        this.folder = folder;
    }

    /** @param now null while there is no link: then what was told before is told again */
    synchronized DriverLoss read(AeronLink.Connection now) {
        if (now == null || now != connection) {
            counters = now == null ? null : map(now);
            connection = counters == null ? null : now;
            // What was lost before this link is not this node's to tell.
            count(false);
        }
        if (counters != null) {
            sharesDriver = hasElderClient();
            count(!sharesDriver);
        }
        return new DriverLoss(sharesDriver, told[0], told[1], told[2], told[3], told[4]);
    }

    private void count(boolean isTold) {
        for (int i = 0; counters != null && i < COUNTERS.length; i++) {
            long value = counters.getCounterValue(COUNTERS[i]);
            told[i] += isTold ? value - seen[i] : 0;
            seen[i] = value;
        }
    }

    private boolean hasElderClient() {
        long own = connection.aeron().clientId();
        for (int id = 0; id <= counters.maxCounterId(); id++) {
            int state = counters.getCounterState(id);
            if (state == CountersReader.RECORD_UNUSED) {
                break;
            }
            if (state == CountersReader.RECORD_ALLOCATED
                && counters.getCounterTypeId(id) == HeartbeatTimestamp.HEARTBEAT_TYPE_ID
                && counters.getCounterRegistrationId(id) < own) {
                return true;
            }
        }
        return false;
    }

    /**
     * A mapping of this meter's own, which is unmapped when nothing refers to it any more: the client unmaps its own as
     * soon as it is lost, and reading on would end the process.
     */
    private CountersReader map(AeronLink.Connection now) {
        try {
            MappedByteBuffer file = IoUtil.mapExistingFile(folder.resolve(CncFileDescriptor.CNC_FILE).toFile(),
                FileChannel.MapMode.READ_ONLY, CncFileDescriptor.CNC_FILE);
            DirectBuffer description = CncFileDescriptor.createMetaDataBuffer(file);
            CountersReader reader = new CountersReader(
                CncFileDescriptor.createCountersMetaDataBuffer(file, description),
                CncFileDescriptor.createCountersValuesBuffer(file, description));
            return now.incarnation().equals(DriverFolder.incarnation(folder)) ? reader : null;
        } catch (RuntimeException e) {
            LOGGER.debug("the counters in {} cannot be read: {}", folder, e.toString());
            return null;
        }
    }
}
