package io.troupe.replay.inspection;

import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.proto.ReplayInspection;
import io.troupe.proto.StepInspection;
import io.troupe.replay.log.StepLog;
import io.troupe.replay.priority.PriorityTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers who looks inside a shard. To count a million windows takes some ten milliseconds, which inserts and draws
 * shall not wait for: it is done in slices, by {@link #advance}, between what else the shard has to do. All that ask
 * while a count is running are answered by the next one, so that many readers cost no more than one. For the shard's
 * thread.
 */
public final class ReplayInspector {
    /** The most windows of the highest priorities that are told. */
    public static final int MAX_TOP = 1_000;
    private static final int MAX_WAITING = 256;

    private record Question(int top, Consumer<ReplayInspection.Builder> answer) {
    }

    private final StepLog log;
    private final PriorityTree tree;
    private final WindowView windows;
    private final SampleCounts sampleCounts;
    private final StepInspector steps;
    private final List<Question> running = new ArrayList<>();
    private final List<Question> waiting = new ArrayList<>();
    private ReplayScan scan;

    public ReplayInspector(StepLog log, PriorityTree tree, WindowView windows, SampleCounts sampleCounts,
                           StepLayout layout, WindowSpec window) {
        this.log = log;
        this.tree = tree;
        this.windows = windows;
        this.sampleCounts = sampleCounts;
        steps = new StepInspector(log, tree, windows, sampleCounts, layout, window);
    }

    /**
     * Asks what the shard holds.
     *
     * @param top    how many of the windows with the highest priorities are told, 0 … {@link #MAX_TOP}
     * @param answer is called once, by a later {@link #advance}; without the node's id, which the shard does not know
     * @return false where so many wait that this one is not taken
     */
    public boolean ask(int top, Consumer<ReplayInspection.Builder> answer) {
        if (waiting.size() == MAX_WAITING) {
            return false;
        }
        waiting.add(new Question(Math.max(0, Math.min(top, MAX_TOP)), answer));
        return true;
    }

    /** What is stored under this key, at once. */
    public StepInspection.Builder step(long key) {
        return steps.inspect(key);
    }

    /** Whether there is something to {@link #advance}. */
    public boolean isAsked() {
        return scan != null || !waiting.isEmpty();
    }

    /** Looks at about so many slots more, and answers where these were the last. */
    public void advance(int slots) {
        if (scan == null) {
            if (waiting.isEmpty()) {
                return;
            }
            running.addAll(waiting);
            waiting.clear();
            int top = running.stream().mapToInt(Question::top).max().orElse(0);
            scan = new ReplayScan(log, tree, windows, sampleCounts, top);
        }
        if (scan.advance(slots)) {
            ReplayInspection all = scan.result().build();
            scan = null;
            for (Question question : running) {
                question.answer().accept(all.toBuilder().clearTop()
                    .addAllTop(all.getTopList().subList(0, Math.min(question.top(), all.getTopCount()))));
            }
            running.clear();
        }
    }
}
