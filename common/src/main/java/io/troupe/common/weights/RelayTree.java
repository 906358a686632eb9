package io.troupe.common.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom each receiver has its weights from, so that nobody sends them to many. The first receiver of each host takes them
 * from the publisher or from another host's first, as in a heap in which everybody has {@code fanOut} children; the
 * others of a host take them from each other in the same way, beneath the first one, so that a version crosses the
 * network once for each host. On the publisher's own host the publisher is the first.
 */
public final class RelayTree {
    /** @param relays receivers between the publisher and this one; 0: {@code source} is the publisher */
    record Place(String source, int relays) {
    }

    private final int fanOut;

    /**
     * @param fanOut how many receivers of other hosts take weights from one, and how many of its own; 0: all of them take
     *               them from the publisher
     */
    public RelayTree(int fanOut) {
        this.fanOut = fanOut;
    }

    /**
     * @param receivers addresses, those first that have been there the longest
     * @return each one's place, in time proportional to their number
     */
    Map<String, Place> places(String publisher, Collection<String> receivers) {
        Map<String, Place> places = new HashMap<>();
        if (fanOut == 0) {
            receivers.forEach(receiver -> places.put(receiver, new Place(publisher, 0)));
            return places;
        }
        Map<String, List<String>> hosts = new LinkedHashMap<>();
        hosts.put(host(publisher), new ArrayList<>(List.of(publisher)));
        receivers.forEach(receiver -> hosts.computeIfAbsent(host(receiver), host -> new ArrayList<>()).add(receiver));
        addHeap(hosts.values().stream().map(members -> members.get(0)).toList(), places);
        hosts.values().forEach(members -> addHeap(members, places));
        return places;
    }

    /** The first is the root, whose place is known, or the publisher, which has none. */
    private void addHeap(List<String> heap, Map<String, Place> places) {
        for (int i = 1; i < heap.size(); i++) {
            String source = heap.get((i - 1) / fanOut);
            places.put(heap.get(i), new Place(source, places.containsKey(source) ? places.get(source).relays() + 1 : 0));
        }
    }

    /** {@code 10.0.0.7} of {@code akka://troupe@10.0.0.7:25520/system/…}; those without one share a process. */
    private static String host(String address) {
        int at = address.indexOf('@');
        int end = address.indexOf('/', Math.max(0, at));
        String authority = at < 0 || end < 0 ? "" : address.substring(at + 1, end);
        return authority.substring(0, Math.max(0, authority.lastIndexOf(':')));
    }
}
