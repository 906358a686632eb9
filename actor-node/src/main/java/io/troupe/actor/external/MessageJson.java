package io.troupe.actor.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Protobuf's JSON mapping for what messages of simulators are made of: names as in the .proto file (in camel case too,
 * when read), int64 as text (or a number, when read), bytes in Base64, enums by name. Protobuf's own is a library more.
 */
final class MessageJson {
    private MessageJson() {
    }

    /**
     * Fills a message with what a JSON object says.
     *
     * @throws Refusal where it names what the message does not have, or a value is not of its type
     */
    static void read(JsonNode json, Message.Builder message) {
        read(json, message, "");
    }

    private static void read(JsonNode json, Message.Builder message, String path) {
        if (!json.isObject()) {
            throw expected(path, json, "a JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            FieldDescriptor field = field(message.getDescriptorForType(), entry.getKey(), at);
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                continue;
            }
            if (field.getContainingOneof() != null && message.hasOneof(field.getContainingOneof())) {
                throw expected(at, value, "one of " + field.getContainingOneof().getFields().stream()
                    .map(FieldDescriptor::getName).collect(Collectors.joining(", ")) + " alone");
            }
            if (!field.isRepeated()) {
                message.setField(field, value(value, field, message, at));
                continue;
            }
            if (!value.isArray()) {
                throw expected(at, value, "a list");
            }
            int index = 0;
            for (JsonNode one : value) {
                message.addRepeatedField(field, value(one, field, message, at + "[" + index++ + "]"));
            }
        }
    }

    private static FieldDescriptor field(Descriptor message, String name, String path) {
        for (FieldDescriptor field : message.getFields()) {
            if (field.getName().equals(name) || field.getJsonName().equals(name)) {
                return field;
            }
        }
        String known = message.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
        throw Refusal.badRequest("'" + path + "' is nothing that is known here, expected "
            + (known.isEmpty() ? "an empty object" : known));
    }

    private static Object value(JsonNode json, FieldDescriptor field, Message.Builder message, String path) {
        switch (field.getJavaType()) {
            case STRING -> {
                if (json.isTextual()) {
                    return json.asText();
                }
            }
            case BOOLEAN -> {
                if (json.isBoolean()) {
                    return json.asBoolean();
                }
            }
            case INT -> {
                if (json.isInt()) {
                    return json.asInt();
                }
            }
            case LONG -> {
                if (json.isIntegralNumber() && json.canConvertToLong()) {
                    return json.asLong();
                }
                if (json.isTextual() && json.asText().matches("-?\\d{1,18}")) {
                    return Long.parseLong(json.asText());
                }
            }
            case FLOAT -> {
                if (json.isNumber() && Float.isFinite(json.floatValue())) {
                    return json.floatValue();
                }
            }
            case DOUBLE -> {
                if (json.isNumber() && Double.isFinite(json.doubleValue())) {
                    return json.doubleValue();
                }
            }
            case BYTE_STRING -> {
                try {
                    if (json.isTextual()) {
                        return ByteString.copyFrom(Base64.getDecoder().decode(json.asText()));
                    }
                } catch (IllegalArgumentException e) {
                    // told below
                }
            }
            case ENUM -> {
                EnumValueDescriptor value = json.isTextual() ? field.getEnumType().findValueByName(json.asText()) : null;
                if (value != null) {
                    return value;
                }
            }
            case MESSAGE -> {
                Message.Builder inner = message.newBuilderForField(field);
                read(json, inner, path);
                return inner.build();
            }
        }
        throw expected(path, json, kind(field));
    }

    private static String kind(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> "text";
            case BOOLEAN -> "true or false";
            case INT, LONG -> "a whole number";
            case FLOAT, DOUBLE -> "a finite number";
            case BYTE_STRING -> "text in Base64";
            case ENUM, MESSAGE -> "one of the known names";
        };
    }

    private static Refusal expected(String path, JsonNode got, String what) {
        String text = got.toString();
        return Refusal.badRequest((path.isEmpty() ? "the body" : path) + " is "
            + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + ", expected " + what);
    }

    /** Every field that is set, and numbers, texts and lists that are not. */
    static ObjectNode write(Message message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                ArrayNode list = json.putArray(field.getName());
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    list.add(node(message.getRepeatedField(field, i)));
                }
            } else if (!field.hasPresence() || message.hasField(field)) {
                json.set(field.getName(), node(message.getField(field)));
            }
        }
        return json;
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof Message message) {
            return write(message);
        } else if (value instanceof EnumValueDescriptor named) {
            return nodes.textNode(named.getName());
        } else if (value instanceof ByteString bytes) {
            return nodes.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
        } else if (value instanceof Boolean flag) {
            return nodes.booleanNode(flag);
        } else if (value instanceof Integer number) {
            return nodes.numberNode(number);
        } else if (value instanceof Float number) {
            return nodes.numberNode(number);
        } else if (value instanceof Double number) {
            return nodes.numberNode(number);
        }
        return nodes.textNode(value.toString());
    }
}
