package io.troupe.policy;

import java.nio.file.Path;
import java.util.Arrays;

/** A program that embeds a policy: acts once on zeros, and prints action and Q-values. */
public final class ActOnce {
    private ActOnce() {
    }

    public static void main(String[] arguments) {
        try (Policy policy = Policy.load(Path.of(arguments[0]))) {
            PolicyAnswer answer = policy.act(new float[policy.observationElements()]);
            System.out.println(answer.action() + " " + Arrays.toString(answer.qValues()));
        }
    }
}
