package io.troupe.common.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.agrona.ErrorHandler;

/**
 * Tells an error the 1st, 2nd, 4th, 8th … time that it comes: a media driver whose network is gone has one for each packet,
 * thousands a second, which would fill a disk with one sentence. Thread-safe.
 */
final class RepeatedErrors implements ErrorHandler {
    /** Told apart; errors whose texts differ each time must not fill the memory instead. */
    private static final int MAX_DISTINCT = 64;
    private static final String OTHERS = "";

    private final Map<String, Long> counts = new HashMap<>();
    private final ObjLongConsumer<String> told;

    /** @param told hears an error's text, and how often it, or one of those that are not told apart any more, has come */
    RepeatedErrors(ObjLongConsumer<String> told) {
        this.told = told;
    }

    @Override
    public synchronized void onError(Throwable error) {
        String text = error.toString();
        String key = counts.containsKey(text) || counts.size() < MAX_DISTINCT ? text : OTHERS;
        long count = counts.merge(key, 1L, Long::sum);
        if (Long.bitCount(count) == 1) {
            told.accept(text, count);
        }
    }
}
