package io.troupe.actor.gym;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedTextTest {
    /** {@code ^} is the escape character, {@code /} the end of a line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'  (Up)/^[41mS^[0mF/HF'                 | '  (Up)/[S]F/ H F'",
        "plain / text                            | plain / text",
        "^[41mS^[0mFF/FHF                        | [S]FF/ F HF",
        "S^[41mF^[0m/^[34;1mF^[0mH/x/xy          | ' S [F]/(F) H /x/ x  y '",
        "a^[35mR^[mb                             | a<R>b",
        "^[35m^[43mR^[0m^[0m                     | [R]",
        "^[103mR^[49mS^[96mT^[39mU               | [R]S(T)U",
        "^[38;5;41mR^[48;2;1;0;0mS^[0mT          | (R)[S]T",
        "^[31mab/c^[0md                          | '(a)(b)/(c) d '",
        "^[2J^[HA                                | A",
        "''                                      | ''"})
    void shouldShowColoursAsBracketsAndKeepColumns(String coloured, String expected) {
        assertEquals(read(expected), MarkedText.of(read(coloured).replace('^', '\033')));
    }

    private static String read(String text) {
        return text.replace('/', '\n');
    }
}
