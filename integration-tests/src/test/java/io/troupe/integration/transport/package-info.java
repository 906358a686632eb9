/** A bad network, as Aeron's media driver lets tests put it in. */
package io.troupe.integration.transport;
