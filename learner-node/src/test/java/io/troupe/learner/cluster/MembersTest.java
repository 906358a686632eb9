package io.troupe.learner.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final int NODE = 3;

    private final TestInbox<Object> inbox = TestInbox.create("member");
    private final BehaviorTestKit<Runnable> kit = BehaviorTestKit.create(coordinator());
    private Members members;

    @Test
    void shouldWatchANodeOnceAndFindItByItsReference() {
        onItsThread(() -> {
            assertTrue(members.add(NODE, inbox.getRef()));
            assertFalse(members.add(NODE, inbox.getRef()));
            assertEquals(OptionalInt.of(NODE), members.nodeId(inbox.getRef()));
            assertEquals(OptionalInt.empty(), members.nodeId(TestInbox.create("stranger").getRef()));
        });
        assertEquals(List.of(new Effect.Watched<>(inbox.getRef())), kit.getAllEffects());
    }

    @Test
    void shouldTellNobodyWhoHasBeenRemoved() {
        onItsThread(() -> {
            members.add(NODE, inbox.getRef());
            members.tell(NODE, "one");
            members.tellAll("all");
            members.remove(NODE);
            members.tell(NODE, "late");
            members.tellAll("late");
            assertFalse(members.has(NODE));
        });
        assertEquals(List.of("one", "all"), inbox.getAllReceived());
        assertEquals(new Effect.Unwatched<>(inbox.getRef()), kit.getAllEffects().get(1));
    }

    @Test
    void shouldTakeADoubtedNodeForGoneThatDoesNotReport() {
        onItsThread(() -> {
            members.add(NODE, inbox.getRef());
            members.doubt(NODE);
            members.doubt(NODE);
        });
        List<Effect> effects = kit.getAllEffects();
        assertEquals(2, effects.size(), "watched, and one timer: " + effects);
        assertEquals(Members.DOUBT, ((Effect.TimerScheduled<?>) effects.get(1)).duration());
        onItsThread(() -> {
            assertTrue(members.isGone(NODE));
            assertFalse(members.isGone(NODE), "it was told already");
        });
    }

    @Test
    void shouldKeepADoubtedNodeThatReportsAndWatchItAgain() {
        onItsThread(() -> {
            members.add(NODE, inbox.getRef());
            members.heard(NODE);
            members.doubt(NODE);
            members.heard(NODE);
            assertFalse(members.isGone(NODE));
            assertTrue(members.has(NODE));
        });
        List<Effect> effects = kit.getAllEffects();
        assertEquals(List.of(new Effect.TimerCancelled(NODE), new Effect.Watched<>(inbox.getRef())),
            effects.subList(2, effects.size()));
    }

    private void onItsThread(Runnable calls) {
        kit.run(calls);
    }

    /** Does what it is told on its thread, where alone members may be used. */
    private Behavior<Runnable> coordinator() {
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(timers -> {
            members = new Members(context, timers);
            return Behaviors.receiveMessage(calls -> {
                ((Runnable) calls).run();
                return Behaviors.same();
            });
        })).narrow();
    }
}
