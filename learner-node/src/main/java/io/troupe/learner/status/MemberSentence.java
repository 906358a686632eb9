package io.troupe.learner.status;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a run's events tell of a node that comes or goes, as in {@code replay-1 (replay, node 3) is gone}. The learner
 * writes it for people, and who only has the events reads it back.
 *
 * @param role   in lower case
 * @param nodeId of this stay in the cluster; a node that comes back under its name has another one
 */
public record MemberSentence(String name, String role, int nodeId, Change change) {
    /** What the node did. */
    public enum Change {
        /** It is one of the run's. */
        JOINED("joined"),
        /** A shard is about to leave in order. */
        DRAINS("drains: its lanes go to other shards"),
        /** In order: it had drained. */
        LEFT("has left"),
        /** Without a word: it has died, or is cut off. */
        GONE("is gone");

        private final String words;

        Change(String words) {
            this.words = words;
        }
    }

    private static final Pattern WRITTEN = Pattern.compile(Arrays.stream(Change.values())
        .map(change -> Pattern.quote(change.words))
        .collect(Collectors.joining("|", "(.+) \\((\\w+), node (\\d+)\\) (", ")")));

    /** A node as a person would name it. */
    public static String subject(String name, String role, int nodeId) {
        return name + " (" + role + ", node " + nodeId + ")";
    }

    public String text() {
        return subject(name, role, nodeId) + " " + change.words;
    }

    /** Empty where the text is about something else. */
    public static Optional<MemberSentence> read(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        Change change = Arrays.stream(Change.values()).filter(one -> one.words.equals(written.group(4))).findFirst()
            .orElseThrow();
        return Optional.of(new MemberSentence(written.group(1), written.group(2), Integer.parseInt(written.group(3)),
            change));
    }
}
