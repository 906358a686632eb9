/** A policy for many who ask at once: requests that arrive together are evaluated together. Knows no HTTP. */
package io.troupe.policy.serving;
