package io.troupe.common.attention;

import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.network.AttentionReading;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mean entropy of each head of each part over many decisions. Used by one thread. */
public final class EntropyMeans {
    private static final class Sums {
        private final double[] bits;
        private long decisions;

        Sums(int heads) {
            bits = new double[heads];
        }
    }

    private final Map<String, Sums> parts = new LinkedHashMap<>();

    public void add(List<AttentionReading> attention) {
        for (AttentionReading part : attention) {
            Sums sums = parts.computeIfAbsent(part.part(), name -> new Sums(part.heads()));
            sums.decisions++;
            for (int head = 0; head < part.heads(); head++) {
                sums.bits[head] += part.entropyBits(head);
            }
        }
    }

    public void clear() {
        parts.clear();
    }

    /** In the order in which the parts came. */
    public List<PartEntropy> means() {
        return parts.entrySet().stream().map(entry -> new PartEntropy(entry.getKey(),
            Arrays.stream(entry.getValue().bits).mapToObj(sum -> sum / entry.getValue().decisions).toList())).toList();
    }
}
