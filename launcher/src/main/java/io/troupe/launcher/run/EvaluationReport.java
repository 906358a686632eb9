package io.troupe.launcher.run;

/** @param checkpoint what was evaluated, as a person would name it */
public record EvaluationReport(String checkpoint, int episodes, double meanReturn, double minReturn, double maxReturn,
                               double meanLength) {
}
