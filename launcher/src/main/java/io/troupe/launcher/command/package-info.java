/** One class for each command of {@code troupe}. They read options and settings; the work is behind {@code Runs}. */
package io.troupe.launcher.command;
