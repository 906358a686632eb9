package io.troupe.launcher.run;

import io.troupe.actor.evaluation.StudyResult;

/** @param checkpoint what was studied, as a person would name it */
public record AttentionReport(String checkpoint, StudyResult result) {
}
