package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.config.ActorSettings;
import io.troupe.common.config.ActorSettings.Staleness.Action;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.common.weights.WeightsVersion;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StalenessTest {
    private static final long MS = 1_000_000;

    private final Staleness byVersions =
        new Staleness(new ActorSettings.Staleness(OptionalLong.of(2), OptionalDouble.empty(), Action.WAIT));
    private final Staleness byAge =
        new Staleness(new ActorSettings.Staleness(OptionalLong.empty(), OptionalDouble.of(0.05), Action.WAIT));

    @Test
    void shouldBeBeyondFromOneVersionMoreThanTheBound() {
        byVersions.update(published(7), own(5), 0);
        assertFalse(byVersions.isWaiting());
        assertEquals(2, byVersions.versionsBehind());
        byVersions.update(published(8), own(5), 0);
        assertTrue(byVersions.isWaiting());
        assertFalse(byVersions.isMarking());
        byVersions.update(published(8), own(6), 0);
        assertFalse(byVersions.isWaiting());
    }

    @Test
    void shouldNotBeBehindBeforeTheFirstWeights() {
        byVersions.update(published(9), null, 0);
        assertFalse(byVersions.isWaiting());
        assertEquals(0, byVersions.versionsBehind());
        byVersions.update(published(9), own(1), 0);
        assertTrue(byVersions.isWaiting(), "what was heard of before counts");
    }

    @Test
    void shouldMeasureAgeFromTheFirstVersionThatIsNewerThanItsOwn() {
        WeightsVersion newest = published(9);
        byAge.update(published(6), own(5), 0);
        byAge.update(published(7), own(5), 10 * MS);
        byAge.update(newest, own(5), 30 * MS);
        byAge.update(newest, own(5), 50 * MS);
        assertFalse(byAge.isWaiting());
        byAge.update(newest, own(5), 50 * MS + 1);
        assertTrue(byAge.isWaiting());
        byAge.update(newest, own(7), 51 * MS);
        assertFalse(byAge.isWaiting(), "9 is known for 21 ms");
        byAge.update(newest, own(7), 80 * MS + 1);
        assertTrue(byAge.isWaiting());
        byAge.update(newest, own(9), 81 * MS);
        assertFalse(byAge.isWaiting());
        byAge.update(newest, own(9), Long.MAX_VALUE);
        assertFalse(byAge.isWaiting(), "the newest are never too old");
    }

    @Test
    void shouldNeverTakeWeightsForNewerThanTheyAreWhereManyVersionsAreUnderWay() {
        for (int version = 2; version <= 100; version++) {
            byAge.update(published(version), own(1), version * MS);
        }
        assertTrue(byAge.isWaiting());
        assertEquals(99, byAge.versionsBehind());
        // 100 was announced at 100 ms.
        byAge.update(published(100), own(99), 100 * MS);
        assertEquals(1, byAge.versionsBehind());
        byAge.update(published(100), own(99), 150 * MS + 1);
        assertTrue(byAge.isWaiting());
        byAge.update(published(101), own(101), 151 * MS);
        byAge.update(published(102), own(101), 160 * MS);
        byAge.update(published(102), own(101), 210 * MS);
        assertFalse(byAge.isWaiting(), "the ages are exact again");
    }

    @Test
    void shouldCountALaterLearnersWeightsAsNewerWhateverTheirVersion() {
        Staleness onlyNewest =
            new Staleness(new ActorSettings.Staleness(OptionalLong.of(0), OptionalDouble.empty(), Action.MARK));
        onlyNewest.update(new WeightsVersion(2, 3), own(5), 0);
        assertEquals(1, onlyNewest.versionsBehind());
        assertTrue(onlyNewest.isMarking());
        assertFalse(onlyNewest.isWaiting());
        onlyNewest.update(new WeightsVersion(2, 3), new WeightsSnapshot(2, 3, 0, null), 0);
        assertFalse(onlyNewest.isMarking());
    }

    @Test
    void shouldNotBeBehindWhatWillNotCome() {
        byVersions.update(published(20), own(5), 0);
        assertTrue(byVersions.isWaiting());
        byVersions.update(null, own(5), 0);
        assertFalse(byVersions.isWaiting());
        assertEquals(0, byVersions.versionsBehind());
    }

    private static WeightsVersion published(long version) {
        return new WeightsVersion(1, version);
    }

    private static WeightsSnapshot own(long version) {
        return new WeightsSnapshot(1, version, 0, null);
    }
}
