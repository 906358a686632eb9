package io.troupe.launcher.doctor;

import java.util.List;

/** One question to a run that was looked at twice. */
@FunctionalInterface
interface Check {
    List<Finding> examine(Observed run);
}
