package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/architecture.md names classes that there are, in the packages that it says. */
class DocumentedNamesTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    /** A class in backticks, perhaps behind the end of its package, perhaps with a method behind it, or an s. */
    private static final Pattern NAME = Pattern.compile("`((?:[a-z][a-z0-9]*\\.)*[A-Z]\\w+)(?:\\.[a-z]\\w*)?s?`");

    @Test
    void everyClassThatThePageNamesShouldBeThere() throws IOException {
        Set<String> there = new ClassFileImporter().importPackages("io.troupe").stream().map(JavaClass::getName)
            .map(name -> name.replace('$', '.')).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        Matcher names = NAME.matcher(Files.readString(PAGE));
        int count = 0;
        for (; names.find(); count++) {
            String end = "." + names.group(1);
            if (there.stream().noneMatch(name -> name.endsWith(end))) {
                missing.add(names.group(1));
            }
        }
        assertTrue(count > 100, "names that were looked for: " + count);
        assertEquals(List.of(), missing);
    }
}
