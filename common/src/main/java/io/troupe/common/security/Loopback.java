package io.troupe.common.security;

import java.util.Locale;

/** What only this machine reaches. */
public final class Loopback {
    private Loopback() {
    }

    /** By its letters alone: a look-up would ask the very name server that is not to be trusted. */
    public static boolean isName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.matches("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}") || name.equals("::1")
            || name.equals("[::1]") || name.equals("0:0:0:0:0:0:0:1");
    }
}
