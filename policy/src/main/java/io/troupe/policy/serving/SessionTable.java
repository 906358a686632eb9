package io.troupe.policy.serving;

import io.troupe.policy.Policy;
import io.troupe.policy.PolicySession;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Sessions by handles that cannot be guessed. One that is not used for a while ends. Any thread may call. */
public final class SessionTable {
    private static final int HANDLE_BYTES = 16;

    private final Policy policy;
    private final int maxSessions;
    private final long timeoutNanos;
    private final LongSupplier nanoClock;
    private final SecureRandom random = new SecureRandom();
    /** The one that was used longest ago comes first. */
    private final Map<String, Entry> sessions = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Entry {
        private final PolicySession session;
        private long usedNanos;

        private Entry(PolicySession session) {
            this.session = session;
        }
    }

    public SessionTable(Policy policy, ServingSettings settings, LongSupplier nanoClock) {
        this.policy = policy;
        maxSessions = settings.maxSessions();
        timeoutNanos = settings.sessionTimeout().toNanos();
        this.nanoClock = nanoClock;
    }

    /** The handle of a new one, or empty where there are as many as may be. */
    public synchronized Optional<String> open() {
        expire();
        if (sessions.size() >= maxSessions) {
            return Optional.empty();
        }
        byte[] bytes = new byte[HANDLE_BYTES];
        random.nextBytes(bytes);
        String handle = HexFormat.of().formatHex(bytes);
        Entry entry = new Entry(policy.session());
        entry.usedNanos = nanoClock.getAsLong();
        sessions.put(handle, entry);
        return Optional.of(handle);
    }

    /** Empty where there is none of this handle, or no longer. */
    public synchronized Optional<PolicySession> find(String handle) {
        expire();
        Entry entry = sessions.get(handle);
        if (entry == null) {
            return Optional.empty();
        }
        entry.usedNanos = nanoClock.getAsLong();
        return Optional.of(entry.session);
    }

    private void expire() {
        Iterator<Entry> oldestFirst = sessions.values().iterator();
        while (oldestFirst.hasNext()) {
            Entry entry = oldestFirst.next();
            if (nanoClock.getAsLong() - entry.usedNanos < timeoutNanos) {
                return;
            }
            entry.session.close();
            oldestFirst.remove();
        }
    }
}
