/** Arithmetic that is asked for too often to be slow. */
package io.troupe.common.numeric;
