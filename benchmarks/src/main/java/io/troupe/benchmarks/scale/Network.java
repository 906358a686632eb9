package io.troupe.benchmarks.scale;

/**
 * What connects the hosts: a switch without a limit of its own, and the interfaces of the hosts.
 *
 * @param bitsPerSecond of each interface, in each direction
 * @param latencyNs     from one host to another
 * @param packetBytes   payload of a packet
 * @param headerBytes   what each packet adds: Ethernet with its gap, IP, UDP or TCP, Aeron's or TCP's own
 */
record Network(double bitsPerSecond, long latencyNs, int packetBytes, int headerBytes) {
    long onTheWire(long bytes) {
        return bytes + (bytes + packetBytes - 1) / packetBytes * headerBytes;
    }

    /** How long so many bytes on the wire take. */
    long ns(long bytes) {
        return Math.max(1, Math.round(bytes * 8e9 / bitsPerSecond));
    }
}
