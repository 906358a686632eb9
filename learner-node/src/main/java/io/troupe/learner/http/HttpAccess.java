package io.troupe.learner.http;

import io.troupe.common.config.TroupeSettings;
import io.troupe.common.security.Loopback;

/**
 * Who may do what over HTTP. To change something takes the secret; to read takes it beyond loopback, unless the network
 * is said to be trusted.
 *
 * @param secret        what {@code Authorization: Bearer …} must show; not blank
 * @param isReadingOpen whether anyone who reaches the server may read
 */
public record HttpAccess(String secret, boolean isReadingOpen) {
    public static HttpAccess of(String secret, TroupeSettings settings) {
        return new HttpAccess(secret, settings.isInsecure() || Loopback.isName(settings.http().host()));
    }
}
