package io.troupe.common.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A setting as it is and as it would be by default.
 *
 * @param path         without the leading "troupe."
 * @param value        as it would be written in a file
 * @param defaultValue the same; empty where there is none
 */
public record Setting(String path, String value, String defaultValue) {
    /** Named for JSON, which would take it for a getter and tell it without its "is". */
    @JsonProperty("is_default")
    public boolean isDefault() {
        return value.equals(defaultValue);
    }
}
