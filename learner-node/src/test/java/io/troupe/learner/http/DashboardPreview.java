package io.troupe.learner.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.common.config.HttpSettings;
import io.troupe.learner.status.RunControl;
import io.troupe.learner.status.Snapshots;
import java.util.concurrent.CountDownLatch;

/**
 * Serves the page with made-up numbers, to look at it while working on it. Arguments: port, seconds of history to begin
 * with, "live" to let time go on or "ended" to show a run that has ended.
 */
final class DashboardPreview {
    private DashboardPreview() {
    }

    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        double startS = args.length > 1 ? Double.parseDouble(args[1]) : 0;
        String mode = args.length > 2 ? args[2] : "live";
        long startNs = System.nanoTime();
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "preview");
        double[] fastForwardS = {startS > 0 ? 0.25 : -1};
        DashboardServer server = new DashboardServer(system, new HttpSettings(true, "127.0.0.1", port),
            FakeSources.of(() -> fastForwardS[0] >= 0 ? Snapshots.running(fastForwardS[0])
                : startS == 0 && mode.equals("starting") ? Snapshots.starting()
                : Snapshots.running(startS + (mode.equals("live") ? (System.nanoTime() - startNs) / 1e9 : 0)),
                () -> true, new FakeReplay()), new PrintedControl(),
            new HttpAccess("preview-secret", true));
        for (; fastForwardS[0] >= 0 && fastForwardS[0] < startS; fastForwardS[0] += 0.25) {
            server.sampleNow();
        }
        fastForwardS[0] = -1;
        if (mode.equals("ended")) {
            server.end("goal reached");
        }
        System.out.println(server.url() + "#control=preview-secret");
        new CountDownLatch(1).await();
    }

    private static final class PrintedControl implements RunControl {
        @Override
        public void pause() {
            System.out.println("pause");
        }

        @Override
        public void resume() {
            System.out.println("resume");
        }

        @Override
        public void checkpoint() {
            System.out.println("checkpoint");
        }

        @Override
        public void evaluate() {
            System.out.println("evaluate");
        }

        @Override
        public void stop(String reason) {
            System.out.println("stop: " + reason);
        }
    }
}
