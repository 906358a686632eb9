package io.troupe.learner.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.troupe.learner.status.RunEvent;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Records as JSON: names in snake_case; a number that is not finite, and an empty optional, are {@code null}; kinds in
 * lower case.
 */
final class StatusJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .addModule(new SimpleModule()
            .addSerializer(Double.class, new FiniteOrNull())
            .addSerializer(double.class, new FiniteOrNull())
            .addSerializer(OptionalDouble.class, new PresentOrNull())
            .addSerializer(RunEvent.Kind.class, new LowerCase()))
        .build();

    private StatusJson() {
    }

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    private static void writeFinite(double value, JsonGenerator out) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeNull();
        }
    }

    private static final class LowerCase extends JsonSerializer<RunEvent.Kind> {
        @Override
        public void serialize(RunEvent.Kind value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }

    private static final class FiniteOrNull extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            writeFinite(value, out);
        }
    }

    private static final class PresentOrNull extends JsonSerializer<OptionalDouble> {
        @Override
        public void serialize(OptionalDouble value, JsonGenerator out, SerializerProvider provider)
            throws IOException {
            writeFinite(value.orElse(Double.NaN), out);
        }
    }
}
