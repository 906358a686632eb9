/**
 * The settings of a run: typed records, {@code troupe-reference.conf} with every default, and the way from layers of
 * text to records with all mistakes told at once. Start at {@link io.troupe.common.config.SettingsLoader}.
 */
package io.troupe.common.config;
