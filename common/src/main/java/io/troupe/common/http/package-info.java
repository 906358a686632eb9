/** What the small servers of nodes have in common, which are the JDK's own. */
package io.troupe.common.http;
