package io.troupe.common.transport;

/**
 * Where a node's streams are reached: what it announces to the others.
 *
 * @param host        address of its UDP streams, as the others reach it
 * @param port        UDP port of its streams; 0 where it takes shared memory only
 * @param driverNonce names the media driver that it uses: two nodes with the same one share its memory
 */
public record PeerEndpoint(String host, int port, long driverNonce) {
    public PeerEndpoint {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("UDP port " + port + " of " + host + " is outside 0 … 65535");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + "/" + Long.toHexString(driverNonce);
    }
}
