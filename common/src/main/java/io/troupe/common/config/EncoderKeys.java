package io.troupe.common.config;

import com.typesafe.config.Config;
import java.util.Collection;
import java.util.List;

/**
 * Where settings of encoders stand: in {@code network.encoder}, or for a single column in
 * {@code network.encoder.columns.<column>}, where each of the same keys may be left out.
 */
final class EncoderKeys {
    static final String SECTION = "network.encoder";
    /** Holds a section for each column that has an encoder of its own. */
    static final String COLUMNS = SECTION + ".columns";

    private static final String PREFIX = COLUMNS + ".";
    /** No column has these. */
    private static final List<String> SHARED = List.of(COLUMNS, SECTION + ".fused-units");

    private EncoderKeys() {
    }

    /** What a path can be made of. */
    static boolean isColumnName(String name) {
        return name.matches("[\\w-]+");
    }

    /** Whether it is the path of a column's section. */
    static boolean isColumn(String path) {
        return path.startsWith(PREFIX) && path.indexOf('.', PREFIX.length()) < 0;
    }

    /** Whether it is the path of something in a column's section. */
    static boolean isInColumn(String path) {
        return path.startsWith(PREFIX) && !isColumn(path);
    }

    /** Of something in it. */
    static String sectionOf(String path) {
        return path.substring(0, path.indexOf('.', PREFIX.length()));
    }

    /** The key for all columns, whose default holds for a column's; any other path stays as it is. */
    static String inReference(String path) {
        if (!isInColumn(path)) {
            return path;
        }
        String all = SECTION + path.substring(sectionOf(path).length());
        return SHARED.contains(all) ? path : all;
    }

    /** Names of the keys that a column's section may have. */
    static List<String> ofColumn(Collection<String> leaves) {
        return leaves.stream().filter(leaf -> leaf.startsWith(SECTION + ".") && !SHARED.contains(leaf))
            .map(leaf -> leaf.substring(SECTION.length() + 1)).toList();
    }

    /** The path of the value that holds for an encoder: its section's own, or where that has none that of all columns. */
    static String path(Config config, String section, String key) {
        String own = section + "." + key;
        return ValueReader.find(config, own) != null ? own : inReference(own);
    }
}
