package io.troupe.learner.learning;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.network.ParameterLayout.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which parameters learning may change, as stretches of the flat vector; the others are frozen. */
final class TrainableParameters {
    /** From the first of a stretch to behind its last. */
    record Stretch(int begin, int end) {
    }

    private final List<Stretch> trained = new ArrayList<>();
    private final List<Stretch> frozen = new ArrayList<>();
    private final int size;

    private TrainableParameters(int size) {
        this.size = size;
    }

    /** All of so many. */
    static TrainableParameters all(int size) {
        TrainableParameters all = new TrainableParameters(size);
        add(all.trained, 0, size);
        return all;
    }

    /**
     * All but those whose tensors' names match a pattern, in which * stands for anything and ? for one character.
     *
     * @throws TroupeException CONFIGURATION where a pattern matches none, or nothing would be left to learn
     */
    static TrainableParameters of(ParameterLayout layout, List<String> freeze) {
        List<Pattern> patterns = freeze.stream().map(pattern -> checked(pattern, layout)).toList();
        TrainableParameters result = new TrainableParameters(layout.size());
        for (Parameter parameter : layout.parameters()) {
            boolean isFrozen = patterns.stream().anyMatch(pattern -> pattern.matcher(parameter.name()).matches());
            add(isFrozen ? result.frozen : result.trained, parameter.offset(), parameter.offset() + parameter.size());
        }
        if (result.trained.isEmpty()) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "learning.initial-weights.freeze = " + freeze
                + " freezes every tensor of the network, and nothing would be learned; leave some out: "
                + names(layout));
        }
        return result;
    }

    int size() {
        return size;
    }

    /** In their order. */
    List<Stretch> trained() {
        return trained;
    }

    int frozenSize() {
        return frozen.stream().mapToInt(stretch -> stretch.end - stretch.begin).sum();
    }

    /** Frozen parameters have no part in the gradient, nor in its norm. */
    void clearFrozen(float[] gradient) {
        for (Stretch stretch : frozen) {
            Arrays.fill(gradient, stretch.begin, stretch.end, 0);
        }
    }

    private static void add(List<Stretch> stretches, int begin, int end) {
        int last = stretches.size() - 1;
        if (last >= 0 && stretches.get(last).end == begin) {
            stretches.set(last, new Stretch(stretches.get(last).begin, end));
        } else {
            stretches.add(new Stretch(begin, end));
        }
    }

    private static Pattern checked(String glob, ParameterLayout layout) {
        StringBuilder expression = new StringBuilder();
        for (char character : glob.toCharArray()) {
            expression.append(switch (character) {
                case '*' -> ".*";
                case '?' -> ".";
                default -> Pattern.quote(String.valueOf(character));
            });
        }
        Pattern pattern = Pattern.compile(expression.toString());
        if (layout.parameters().stream().noneMatch(parameter -> pattern.matcher(parameter.name()).matches())) {
            throw new TroupeException(ErrorCode.CONFIGURATION, "learning.initial-weights.freeze: got '" + glob
                + "', which matches no tensor of the network; they are " + names(layout));
        }
        return pattern;
    }

    private static String names(ParameterLayout layout) {
        return layout.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    }
}
