package io.troupe.common.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads single values with their type and range. A bad one is noted as a problem and the default is returned in its
 * place, so that reading goes on and finds the next.
 */
final class ValueReader {
    private static final Map<String, Boolean> BOOLEANS = Map.of(
        "true", true, "yes", true, "on", true, "false", false, "no", false, "off", false);

    private final Config config;
    private final Problems problems;

    /** @param config every key of the reference, and no other */
    ValueReader(Config config, Problems problems) {
        this.config = config;
        this.problems = problems;
    }

    int count(String path, int min, int max) {
        return (int) whole(path, min, max);
    }

    long whole(String path, long min, long max) {
        return read(path, describeWhole(min, max), value -> toWhole(value, min, max));
    }

    OptionalLong wholeOrNone(String path, long min, long max) {
        return read(path, describeWhole(min, max) + " or none", value -> {
            if (isNone(value)) {
                return OptionalLong.empty();
            }
            Long number = toWhole(value, min, max);
            return number == null ? null : OptionalLong.of(number);
        });
    }

    int powerOfTwo(String path, int min, int max) {
        return read(path, "a power of two from " + min + " to " + max, value -> {
            Long number = toWhole(value, min, max);
            return number != null && Long.bitCount(number) == 1 ? number.intValue() : null;
        });
    }

    int multipleOf(String path, int factor, int min, int max) {
        return read(path, "a multiple of " + factor + " from " + min + " to " + max, value -> {
            Long number = toWhole(value, min, max);
            return number != null && number % factor == 0 ? number.intValue() : null;
        });
    }

    double number(String path, Range range) {
        return read(path, range.describe(), value -> toNumber(value, range));
    }

    OptionalDouble numberOrNone(String path, Range range) {
        return read(path, range.describe() + " or none", value -> {
            if (isNone(value)) {
                return OptionalDouble.empty();
            }
            Double number = toNumber(value, range);
            return number == null ? null : OptionalDouble.of(number);
        });
    }

    boolean flag(String path) {
        return read(path, "true or false", value -> {
            String text = toText(value);
            return text == null ? null : BOOLEANS.get(text);
        });
    }

    String text(String path, String expected, Predicate<String> isValid) {
        return read(path, expected, value -> {
            String text = toText(value);
            return text != null && isValid.test(text) ? text : null;
        });
    }

    <E extends Enum<E>> E choice(String path, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String names = Arrays.stream(constants).map(ValueReader::nameOf).collect(Collectors.joining(", "));
        return read(path, "one of " + names, value ->
            Arrays.stream(constants).filter(constant -> nameOf(constant).equals(toText(value))).findFirst()
                .orElse(null));
    }

    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A list, or a text with commas between the elements, which is easier to write on a command line. */
    List<Integer> counts(String path, int longest, int min, int max) {
        String expected = "a list of at most " + longest + " elements, each " + describeWhole(min, max);
        return list(path, expected, longest, element -> {
            Long number = toWhole(element, min, max);
            return number == null ? null : number.intValue();
        });
    }

    List<String> texts(String path, String expected, Predicate<String> isValid) {
        return list(path, expected, Integer.MAX_VALUE, element -> {
            String text = toText(element);
            return text != null && isValid.test(text) ? text : null;
        });
    }

    private <T> List<T> list(String path, String expected, int longest, Function<ConfigValue, T> parse) {
        return read(path, expected, value -> {
            List<ConfigValue> elements = elements(value);
            if (elements == null || elements.size() > longest) {
                return null;
            }
            List<T> result = new ArrayList<>();
            for (ConfigValue element : elements) {
                T parsed = parse.apply(element);
                if (parsed == null) {
                    return null;
                }
                result.add(parsed);
            }
            return result;
        });
    }

    private static List<ConfigValue> elements(ConfigValue value) {
        if (value.valueType() == ConfigValueType.LIST) {
            return (ConfigList) value;
        }
        String text = toText(value);
        return text == null ? null : Arrays.stream(text.split(",")).map(String::trim).filter(part -> !part.isEmpty())
            .map(part -> ConfigValueFactory.fromAnyRef(part)).toList();
    }

    /** All that lies under {@code path} as text; nested keys with dots between. */
    Map<String, String> textMap(String path) {
        ConfigValue section = find(config, path);
        Map<String, String> result = new HashMap<>();
        if (section.valueType() != ConfigValueType.OBJECT) {
            problems.wrongValue(path, section, "a section with the environment's own options: " + path + " { … }");
            return result;
        }
        for (Map.Entry<String, ConfigValue> entry : ((ConfigObject) section).toConfig().entrySet()) {
            String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            String text = toText(entry.getValue());
            if (text == null) {
                problems.wrongValue(path + "." + key, entry.getValue(), "text, a number, or true or false");
            } else {
                result.put(key, text);
            }
        }
        return result;
    }

    private <T> T read(String path, String expected, Function<ConfigValue, T> parse) {
        ConfigValue value = find(config, path);
        T result = parse.apply(value);
        if (result != null) {
            return result;
        }
        problems.wrongValue(path, value, expected);
        return parse.apply(find(KnownKeys.REFERENCE, EncoderKeys.inReference(path)));
    }

    /** Unlike {@link Config#getValue} this also gives a null that somebody wrote. */
    static ConfigValue find(Config config, String path) {
        ConfigValue value = config.root();
        for (String key : path.split("\\.")) {
            value = ((ConfigObject) value).get(key);
        }
        return value;
    }

    private static boolean isNone(ConfigValue value) {
        return "none".equals(toText(value));
    }

    private static String describeWhole(long min, long max) {
        if (min == Long.MIN_VALUE && max == Long.MAX_VALUE) {
            return "a whole number";
        }
        return max == Long.MAX_VALUE || max == Integer.MAX_VALUE
            ? "a whole number of at least " + min : "a whole number from " + min + " to " + max;
    }

    private static Long toWhole(ConfigValue value, long min, long max) {
        BigDecimal number = toDecimal(value);
        if (number == null) {
            return null;
        }
        try {
            long whole = number.longValueExact();
            return whole >= min && whole <= max ? whole : null;
        } catch (ArithmeticException notWhole) {
            return null;
        }
    }

    private static Double toNumber(ConfigValue value, Range range) {
        BigDecimal number = toDecimal(value);
        return number != null && range.contains(number.doubleValue()) ? number.doubleValue() : null;
    }

    private static BigDecimal toDecimal(ConfigValue value) {
        String text = value.valueType() == ConfigValueType.BOOLEAN ? null : toText(value);
        try {
            // A very long exponent would make longValueExact work for minutes.
            return text == null || text.length() > 40 || text.matches(".*[eE][+-]?\\d{4,}") ? null
                : new BigDecimal(text.trim());
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** A text, number or boolean as it was written; null for anything else. */
    static String toText(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> value.atKey("value").getString("value");
            default -> null;
        };
    }
}
