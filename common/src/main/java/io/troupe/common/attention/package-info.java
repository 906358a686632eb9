/** Decisions with what the network looked at to make them: as they are kept, and as nodes tell each other. */
package io.troupe.common.attention;
