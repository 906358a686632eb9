/** Secrets, keys and certificates: how they are made and read. Knows no Akka and no Aeron. */
package io.troupe.common.security;
