/**
 * The Aeron side of the data path: the media driver, the link to it, and one-way streams between nodes. The only
 * package of this module that knows Aeron.
 */
package io.troupe.common.transport;
