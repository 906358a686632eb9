package io.troupe.learner.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What serves pages needs an actor system: one for all tests of a class. */
abstract class ServingSystem {
    static ActorTestKit testKit;

    final ApiContract contract = new ApiContract(OpenApi.RUN);

    @BeforeAll
    static void startSystem() {
        testKit = ActorTestKit.create();
    }

    @AfterAll
    static void stopSystem() {
        testKit.shutdownTestKit();
    }
}
