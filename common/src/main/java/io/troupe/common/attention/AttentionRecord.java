package io.troupe.common.attention;

import java.util.List;

/**
 * What the network looked at in some episodes.
 *
 * @param decisions by episode and step
 * @param stride    of each episode the steps 0, stride, 2 stride … are here, and its last one
 * @param entropies of each part that attends, over all decisions, also those that are not here
 */
public record AttentionRecord(List<WatchedDecision> decisions, int stride, List<PartEntropy> entropies) {
    public static final AttentionRecord NONE = new AttentionRecord(List.of(), 1, List.of());

    public AttentionRecord {
        decisions = List.copyOf(decisions);
        entropies = List.copyOf(entropies);
    }

    /** @param meanBits one for each head */
    public record PartEntropy(String part, List<Double> meanBits) {
        public PartEntropy {
            meanBits = List.copyOf(meanBits);
        }
    }
}
