/** What a window is worth, and the exact sum tree from which windows are drawn. */
package io.troupe.replay.priority;
