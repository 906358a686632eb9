/** How the lanes of a run share the work of exploring. */
package io.troupe.common.exploration;
