package io.troupe.launcher.reproduce;

import java.util.List;

/** Whether something holds, as far as can be told: it is open as long as runs are missing that would tell. */
enum Verdict {
    HOLDS, FAILS, OPEN;

    static Verdict of(boolean holds) {
        return holds ? HOLDS : FAILS;
    }

    static Verdict all(List<Verdict> verdicts) {
        return verdicts.contains(FAILS) ? FAILS : verdicts.contains(OPEN) ? OPEN : HOLDS;
    }

    static Verdict any(List<Verdict> verdicts) {
        return verdicts.contains(HOLDS) ? HOLDS : verdicts.contains(OPEN) ? OPEN : FAILS;
    }

    /** As JSON knows it: true, false or null. */
    Boolean toBoolean() {
        return this == OPEN ? null : (Boolean) (this == HOLDS);
    }
}
