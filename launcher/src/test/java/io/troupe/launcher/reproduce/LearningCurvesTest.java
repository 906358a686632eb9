package io.troupe.launcher.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LearningCurvesTest {
    private static Document draw(Results results) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new InputSource(new StringReader(LearningCurves.of(results))));
    }

    private static List<Element> elements(Document picture, String name) {
        NodeList nodes = picture.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(Document picture) {
        return elements(picture, "text").stream().map(Element::getTextContent).toList();
    }

    @Test
    void shouldDrawALineASeedInItsNetworksColor() throws Exception {
        Document picture =
            draw(ResultsFixture.of(1, new double[] {40, 60}, new double[] {500, 460}, new double[] {350}));
        List<Element> lines = elements(picture, "polyline");
        assertEquals(List.of("c0", "c0", "c1", "c1", "c2"),
            lines.stream().map(line -> line.getAttribute("class")).toList());
        assertEquals("lstm-seed-1", lines.get(2).getTextContent());
        assertEquals(5, elements(picture, "circle").size());
        assertTrue(texts(picture).containsAll(
            List.of("mlp", "lstm", "gru", "environment steps", "greedy mean return")));
    }

    @Test
    void shouldPutPointsWhereTheAxesSay() throws Exception {
        Document picture = draw(ResultsFixture.of(1, new double[] {40, 60}, new double[] {500, 460}, new double[0]));
        assertTrue(texts(picture).containsAll(List.of("0", "50k", "100k", "200k", "100", "500")),
            texts(picture)::toString);
        // 20 of 500 at first; 500 after 100k of 200k steps, at the top, in the middle between x = 64 and 610.
        assertEquals("64.0,335.8 337.0,44.0", elements(picture, "polyline").get(2).getAttribute("points"));
        long floors = elements(picture, "path").stream()
            .filter(path -> path.getAttribute("class").equals("floor")).count();
        assertEquals(2, floors, "150 and 450");
    }

    @Test
    void shouldBeReadableOnLightAndDark() throws Exception {
        String style = draw(ResultsFixture.of(1, new double[] {40}, new double[0], new double[0]))
            .getElementsByTagName("style").item(0).getTextContent();
        assertTrue(style.contains("@media (prefers-color-scheme: dark)"), style);
        assertTrue(style.indexOf(".paper{fill:#ffffff}") < style.indexOf(".paper{fill:#0d1117}"), style);
    }

    @Test
    void shouldDrawEmptyAxesWhereNothingIsDone() throws Exception {
        String picture = LearningCurves.of(ResultsFixture.of(1, new double[0], new double[0], new double[0]));
        assertFalse(picture.contains("NaN") || picture.contains("Infinity"), picture);
    }

    @Test
    void shouldMarkRoundNumbers() {
        assertEquals(List.of(0.0, 100.0, 200.0, 300.0, 400.0, 500.0), Axis.over(0, 487, 6, 0, 1).marks());
        Axis around = Axis.over(-0.52, 0.97, 6, 100, 0);
        assertEquals(-1, around.low(), 1e-12);
        assertEquals(1, around.high(), 1e-12);
        assertEquals(50, around.pixel(0), 1e-12);
        assertEquals(3, Axis.over(3, 3, 6, 0, 1).low(), 1e-12, "a single number has room too");
    }
}
