package io.troupe.common.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.weights.RelayTree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayTreeTest {
    private static final String PUBLISHER = "akka://troupe@10.0.0.1:25520/system/publisher#1";

    @Test
    void shouldHaveAllTakeWeightsFromThePublisherWhereThereIsNoFanOut() {
        Map<String, Place> places = new RelayTree(0).places(PUBLISHER, receivers(3, 2));
        assertEquals(6, places.size());
        assertTrue(places.values().stream().allMatch(new Place(PUBLISHER, 0)::equals), places.toString());
    }

    @Test
    void shouldHaveAFewReceiversTakeWeightsFromThePublisherAlone() {
        Map<String, Place> places = new RelayTree(8).places(PUBLISHER, receivers(8, 1));
        assertTrue(places.values().stream().allMatch(new Place(PUBLISHER, 0)::equals), places.toString());
    }

    @Test
    void shouldMakeAHeapOfHostsAndOneOfTheReceiversOfAHost() {
        Map<String, Place> places = new RelayTree(2).places(PUBLISHER, receivers(4, 3));
        assertEquals(new Place(PUBLISHER, 0), places.get(receiver(0, 0)));
        assertEquals(new Place(PUBLISHER, 0), places.get(receiver(1, 0)));
        assertEquals(new Place(receiver(0, 0), 1), places.get(receiver(2, 0)));
        assertEquals(new Place(receiver(0, 0), 1), places.get(receiver(3, 0)));
        assertEquals(new Place(receiver(3, 0), 2), places.get(receiver(3, 1)));
        assertEquals(new Place(receiver(3, 0), 2), places.get(receiver(3, 2)));
    }

    @Test
    void shouldServeThePublishersOwnHostFromThePublisher() {
        List<String> local = List.of("akka://troupe@10.0.0.1:1/a#1", "akka://troupe@10.0.0.1:2/a#1",
            "akka://troupe@10.0.0.1:3/a#1");
        Map<String, Place> places = new RelayTree(2).places(PUBLISHER, local);
        assertEquals(new Place(PUBLISHER, 0), places.get(local.get(0)));
        assertEquals(new Place(PUBLISHER, 0), places.get(local.get(1)));
        assertEquals(new Place(local.get(0), 1), places.get(local.get(2)));
    }

    @Test
    void shouldReachAllOfFiveThousandFromThePublisherWithNobodyServingMany() {
        for (int fanOut : new int[] {1, 2, 8}) {
            List<String> receivers = receivers(313, 16);
            Map<String, Place> places = new RelayTree(fanOut).places(PUBLISHER, receivers);
            Map<String, Integer> served = new HashMap<>();
            for (String receiver : receivers) {
                Place place = places.get(receiver);
                served.merge(place.source(), 1, Integer::sum);
                int relays = place.source().equals(PUBLISHER) ? 0 : places.get(place.source()).relays() + 1;
                assertEquals(relays, place.relays(), receiver);
            }
            assertTrue(served.values().stream().max(Comparator.naturalOrder()).orElseThrow() <= 2 * fanOut);
        }
    }

    @Test
    void shouldTellHostsApartByIpVersion6() {
        Map<String, Place> places = new RelayTree(1).places("akka://troupe@[fd00::1]:25520/p",
            List.of("akka://troupe@[fd00::2]:25520/a", "akka://troupe@[fd00::2]:25521/a"));
        assertEquals(new Place("akka://troupe@[fd00::2]:25520/a", 1), places.get("akka://troupe@[fd00::2]:25521/a"));
    }

    /** As they come: all of the first host, then all of the second … */
    private static List<String> receivers(int hosts, int each) {
        List<String> receivers = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            for (int i = 0; i < each; i++) {
                receivers.add(receiver(host, i));
            }
        }
        return receivers;
    }

    private static String receiver(int host, int index) {
        return "akka://troupe@10.1." + host / 256 + "." + host % 256 + ":" + (25520 + index) + "/system/receiver#1";
    }
}
