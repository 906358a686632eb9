package io.troupe.common.transport;

/**
 * What the network has lost of what a node's media driver has sent and received over UDP; in shared memory nothing is
 * lost. Of nodes that share a driver only one tells, so that a sum over the nodes counts each loss once.
 *
 * @param sharesDriver whether another node tells of the driver; then all counts stand still
 * @param naksSent     gaps found in what arrives, each asked for again
 * @param naksReceived gaps that others have found in what the driver has sent
 * @param retransmits  made because of these
 * @param gapFills     gaps given up and filled with nothing: their messages are lost to the stream
 * @param shortSends   datagrams that the system did not take as they were: its send buffer is full
 */
public record DriverLoss(boolean sharesDriver, long naksSent, long naksReceived, long retransmits, long gapFills,
                         long shortSends) {
    public static final DriverLoss NONE = new DriverLoss(false, 0, 0, 0, 0, 0);
}
