package io.troupe.learner.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.learner.status.MemberSentence.Change;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemberSentenceTest {
    @ParameterizedTest
    @EnumSource(Change.class)
    void shouldBeReadAsItWasWritten(Change change) {
        MemberSentence sentence = new MemberSentence("shard (of mine)", "replay", 12, change);
        assertEquals(Optional.of(sentence), MemberSentence.read(sentence.text()));
    }

    @Test
    void shouldBeWhatAPersonReads() {
        assertEquals("replay-1 (replay, node 3) is gone", new MemberSentence("replay-1", "replay", 3, Change.GONE).text());
    }

    @Test
    void shouldNotBeReadInOtherEvents() {
        assertEquals(Optional.empty(), MemberSentence.read("the run begins"));
        assertEquals(Optional.empty(), MemberSentence.read("actor-4 (actor, node 4): its environment has failed 1 time"));
        assertEquals(Optional.empty(), MemberSentence.read("replay-1 (replay, node 3) is gone again"));
    }
}
