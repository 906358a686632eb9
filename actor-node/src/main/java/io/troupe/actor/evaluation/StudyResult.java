package io.troupe.actor.evaluation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What an {@link AttentionStudy} found.
 *
 * @param decisions        that were compared: those with at least three steps to look at
 * @param top              with the top attended step hidden
 * @param random           with another one hidden
 * @param topIsPresent     share of the compared decisions whose top attended step is the present one
 * @param topStep          the step of an episode that {@code topStepShare} is about
 * @param topStepShare     share of the episodes whose last decision has it as its top attended step
 * @param parts            from the encoder to the head
 */
public record StudyResult(int episodes, double meanReturn, long decisions, Effect top, Effect random,
                          double topIsPresent, int topStep, double topStepShare, List<Part> parts) {
    public StudyResult {
        parts = List.copyOf(parts);
    }

    /**
     * What hiding a step does.
     *
     * @param deltaQ        mean over decisions and actions of |ΔQ|
     * @param actionChanges share of the decisions whose greedy action is another one then
     */
    public record Effect(double deltaQ, double actionChanges) {
    }

    /**
     * One part of the network that looks at steps.
     *
     * @param top          with the top attended step of this part hidden, in all parts
     * @param topStepShare as of all parts
     * @param entropyBits  of each head, mean over all decisions
     */
    public record Part(String part, Effect top, double topStepShare, List<Double> entropyBits) {
        public Part {
            entropyBits = List.copyOf(entropyBits);
        }
    }

    /**
     * Of ΔQ: above 1, Q depends more on what the network attends to than on the rest. Empty where the rest has none.
     */
    public OptionalDouble ratio() {
        return random.deltaQ() > 0 ? OptionalDouble.of(top.deltaQ() / random.deltaQ()) : OptionalDouble.empty();
    }
}
