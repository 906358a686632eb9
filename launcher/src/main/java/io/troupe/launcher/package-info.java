/** The {@code troupe} command: what it understands, how it tells of errors, where its logs go. */
package io.troupe.launcher;
