package io.troupe.common.network;

/** A way of acting that only a comparison wants. It is in the networks' own package because nobody else can make one. */
public final class ActingProbe {
    private ActingProbe() {
    }

    /** Shows the network all steps of the context with every new one. */
    public static QFunction showingAll(QNetwork network, int maxRows) {
        return new NetworkQFunction(network, maxRows, 1, false);
    }
}
