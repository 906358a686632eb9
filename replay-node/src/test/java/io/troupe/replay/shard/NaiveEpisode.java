package io.troupe.replay.shard;

import io.troupe.common.schema.WindowSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * An episode as {@link NaiveReplay} reads it out of a lane's letters.
 *
 * @param first            its first record
 * @param end              the record behind its last step
 * @param last             the last record that its windows may read
 * @param isBeginningKnown whether it is sure to begin at {@code first}
 * @param ending           how it ended; empty where it goes on or just stopped
 */
record NaiveEpisode(long first, long end, long last, boolean isBeginningKnown, String ending) {
    /** The episodes of records that are numbered from {@code firstRecord}. */
    static List<NaiveEpisode> of(long firstRecord, CharSequence letters) {
        List<NaiveEpisode> episodes = new ArrayList<>();
        int first = 0;
        boolean isKnown = firstRecord == 0 || letters.length() > 0 && isFirst(letters.charAt(0));
        for (int at = 0; at < letters.length(); at++) {
            char letter = letters.charAt(at);
            char next = at + 1 < letters.length() ? letters.charAt(at + 1) : ' ';
            int last = at;
            int end = at + 1;
            String ending = "";
            if (letter == 'C') {
                // Not behind a cut: the episode just stopped before.
                end = at;
                last = at - 1;
            } else if (letter == 'T' || letter == 'X') {
                ending = "terminated";
            } else if (isCut(letter) && next == 'C') {
                ending = "truncated";
                last = ++at;
            } else if (!isCut(letter) && !isFirst(next) && next != ' ') {
                continue;
            }
            episodes.add(new NaiveEpisode(firstRecord + first, firstRecord + end, firstRecord + last, isKnown, ending));
            first = at + 1;
            isKnown = true;
        }
        return episodes;
    }

    boolean isEnded() {
        return !ending.isEmpty();
    }

    /** Whether a whole window starts at this record. */
    boolean isStart(long start, WindowSpec spec) {
        boolean isWhole = start + spec.horizon() < end || isEnded();
        boolean isOnGrid = (start - first) % spec.period() == 0 && start + spec.length() <= end;
        boolean isAligned = isEnded() && start == Math.max(first, end - spec.length());
        return isWhole && (isOnGrid || isAligned);
    }

    /**
     * What the row of a window must show: from which observation to which, the rewards, and whether it reaches the end.
     *
     * @param to the record to bootstrap from
     */
    String row(long laneId, long start, long to, WindowSpec spec) {
        List<Float> rewards = new ArrayList<>();
        for (long record = start; record < start + spec.horizon(); record++) {
            rewards.add(record < end ? record + 0.5f : 0f);
        }
        boolean isEndSeen = isEnded() && start + spec.horizon() >= end;
        return (1000 * laneId + start) + ">" + (1000 * laneId + to) + " " + rewards + (isEndSeen ? " " + ending : "");
    }

    private static boolean isFirst(char letter) {
        return "SXY".indexOf(letter) >= 0;
    }

    private static boolean isCut(char letter) {
        return letter == 'U' || letter == 'Y';
    }
}
