package io.troupe.benchmarks.scale;

/**
 * What the parts of the system take, as measured one by one: docs/scale.md names each figure's origin.
 *
 * @param insertNs        that a shard takes to store a step
 * @param sampleNs        to draw and gather a row
 * @param updateNs        to put in a new priority
 * @param messageNs       that an agent takes to send or take a message
 * @param streamBytesPerS that a media driver sends or receives
 * @param remotingBytesPerS that Akka's remoting sends and receives together
 */
record Costs(double insertNs, double sampleNs, double updateNs, long messageNs, double streamBytesPerS,
             double remotingBytesPerS) {
    /** 84×84 frames, stacks of four, packets of 8192 bytes. */
    static Costs measured(double remotingBytesPerS) {
        return new Costs(556, 4_000, 16, 1_550, 946e6, remotingBytesPerS);
    }

    long streamNs(long bytes) {
        return Math.round(bytes * 1e9 / streamBytesPerS);
    }

    long remotingNs(long bytes) {
        return Math.round(bytes * 1e9 / remotingBytesPerS);
    }
}
