package io.troupe.launcher.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The learning curves as a picture in SVG: greedy mean return over environment steps, a thin line a seed, a colour a
 * network, a dot where a run ended, and the floors dashed. It has its own paper, dark where the reader's is.
 */
final class LearningCurves {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 150;
    private static final int TOP = 44;
    private static final int BOTTOM = HEIGHT - 52;
    /** Of the lines: told apart on white, and those after them on black, also with the common colour blindness. */
    private static final List<String> ON_LIGHT = List.of(
        "#5c6670", "#0b62c4", "#c4500a", "#11783a", "#a0329f", "#8a6d00", "#0e7490", "#b3124a");
    private static final List<String> ON_DARK = List.of(
        "#a8b3bd", "#5aa9ff", "#ff9457", "#56d364", "#e085de", "#e3c04a", "#4fd1d9", "#ff7ea5");

    private final Results results;
    private final Axis steps;
    private final Axis returns;
    private final StringBuilder svg = new StringBuilder();

    private LearningCurves(Results results) {
        this.results = results;
        List<CurvePoint> points = results.entries().stream().flatMap(entry -> entry.outcomes().stream())
            .flatMap(outcome -> outcome.curve().stream()).toList();
        double[] values = DoubleStream.concat(points.stream().mapToDouble(CurvePoint::meanReturn), floors().stream()
            .mapToDouble(Double::doubleValue)).toArray();
        steps = Axis.over(0, points.stream().mapToLong(CurvePoint::envSteps).max().orElse(1), 6, LEFT, RIGHT);
        returns = Axis.over(Math.min(0, DoubleStream.of(values).min().orElse(0)),
            DoubleStream.of(values).max().orElse(1), 6, BOTTOM, TOP);
    }

    static String of(Results results) {
        return new LearningCurves(results).draw();
    }

    private String draw() {
        String title = escaped(results.suite().name()) + ": greedy mean return over environment steps";
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
            + " font-family=\"system-ui, sans-serif\" font-size=\"12\">", WIDTH, HEIGHT, WIDTH, HEIGHT);
        line("<title>%s</title>", title);
        line("<style>%s%n@media (prefers-color-scheme: dark) {%s}</style>",
            style("#ffffff", "#24292f", "#d8dee4", ON_LIGHT), style("#0d1117", "#d5dce3", "#30363d", ON_DARK));
        line("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", WIDTH, HEIGHT);
        line("<text class=\"ink\" x=\"%d\" y=\"24\" font-size=\"14\">%s</text>", LEFT, title);
        drawAxes();
        floors().forEach(floor -> line("<path class=\"floor\" d=\"M%d %.1fH%d\"/>", LEFT, returns.pixel(floor), RIGHT));
        for (int i = 0; i < results.entries().size(); i++) {
            drawEntry(results.entries().get(i), i);
        }
        line("</svg>");
        return svg.toString();
    }

    private void drawAxes() {
        for (double mark : returns.marks()) {
            line("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, returns.pixel(mark), RIGHT);
            line("<text class=\"ink\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8,
                returns.pixel(mark) + 4, Numbers.shortest(mark));
        }
        for (double mark : steps.marks()) {
            line("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", steps.pixel(mark), TOP, BOTTOM);
            line("<text class=\"ink\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", steps.pixel(mark),
                BOTTOM + 18, Numbers.steps(mark));
        }
        line("<text class=\"ink\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">environment steps</text>",
            (LEFT + RIGHT) / 2, HEIGHT - 12);
        line("<text class=\"ink\" transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">greedy mean"
            + " return</text>", (TOP + BOTTOM) / 2);
    }

    private void drawEntry(Results.Entry entry, int number) {
        int color = number % ON_LIGHT.size();
        for (RunOutcome outcome : entry.outcomes()) {
            if (outcome.curve().isEmpty()) {
                continue;
            }
            String points = outcome.curve().stream().map(point -> at("%.1f,%.1f", point))
                .collect(Collectors.joining(" "));
            line("<polyline class=\"c%d\" points=\"%s\"><title>%s</title></polyline>", color, points,
                escaped(outcome.folder()));
            line("<circle class=\"d%d\" r=\"2.5\" %s/>", color,
                at("cx=\"%.1f\" cy=\"%.1f\"", outcome.curve().get(outcome.curve().size() - 1)));
        }
        int y = TOP + 10 + 20 * number;
        line("<path class=\"c%d\" d=\"M%d %dh22\" stroke-width=\"3\"/>", color, RIGHT + 14, y);
        line("<text class=\"ink\" x=\"%d\" y=\"%d\">%s</text>", RIGHT + 42, y + 4, escaped(entry.entry().label()));
    }

    private String at(String format, CurvePoint point) {
        return String.format(Locale.ROOT, format, steps.pixel(point.envSteps()), returns.pixel(point.meanReturn()));
    }

    /** Each number that an entry's return is held against, once. */
    private TreeSet<Double> floors() {
        return results.entries().stream().map(entry -> entry.entry().floor().bounds())
            .flatMap(bounds -> Stream.of(bounds.atLeast(), bounds.atMost())).filter(bound -> bound.isPresent())
            .map(bound -> bound.getAsDouble()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String style(String paper, String ink, String grid, List<String> colors) {
        StringBuilder style = new StringBuilder(String.format("%n.paper{fill:%s} .ink{fill:%s} .grid{stroke:%s}"
            + " .floor{stroke:%s;stroke-dasharray:5 4}", paper, ink, grid, ink));
        for (int i = 0; i < colors.size(); i++) {
            style.append(String.format("%n.c%d{stroke:%s;fill:none;stroke-opacity:.8} .d%d{fill:%s}", i,
                colors.get(i), i, colors.get(i)));
        }
        return style.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
