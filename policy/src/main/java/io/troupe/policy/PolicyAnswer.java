package io.troupe.policy;

/**
 * What a policy makes of one observation.
 *
 * @param action         0 … actions − 1
 * @param qValues        Q of each action, of the masked ones too
 * @param weightsVersion of the weights that all of it was computed with
 */
public record PolicyAnswer(int action, float[] qValues, long weightsVersion) {
}
