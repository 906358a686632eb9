package io.troupe.learner.sampling;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far samples and inserts have come: what a {@link GlobalSampler} needs to go on counting in another process. Steps
 * are environment steps of all shards.
 *
 * @param learnerStep      gradient updates; the importance exponent follows it
 * @param learnedRows      windows learned from
 * @param hasBegun         whether learning has begun; where not, the next three say nothing
 * @param firstStep        counted steps when it began
 * @param firstRow         learned rows when it began
 * @param countedSteps     steps that count as inserted
 * @param samplesPerInsert the ratio that these counts were made under; 0: no limit
 * @param storedByStore    steps ever stored, by the store that told so, in the order in which batches are split over them
 * @param randomState      of the generator that splits batches over the shards; 0: not known
 */
public record SamplerState(long learnerStep, long learnedRows, boolean hasBegun, long firstStep, long firstRow,
                           long countedSteps, double samplesPerInsert, Map<Long, Long> storedByStore,
                           long randomState) {
    public SamplerState {
        storedByStore = Collections.unmodifiableMap(new LinkedHashMap<>(storedByStore));
    }
}
