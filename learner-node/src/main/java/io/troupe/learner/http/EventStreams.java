package io.troupe.learner.http;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.learner.status.RunEvent;
import io.troupe.learner.status.RunRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Server-sent events: {@code status} with the run's numbers at a steady pace, {@code log} with what has happened since
 * the stream was opened, at last {@code ended} with the reason.
 * A reader that cannot keep up gets fewer of them, never old ones.
 */
final class EventStreams {
    private static final int MAX_STREAMS = 64;
    private static final ContentType CONTENT_TYPE = MediaTypes.TEXT_EVENT_STREAM.toContentType();

    private final StatusFeed feed;
    private final RunRecords records;
    private final Duration interval;
    private final SharedKillSwitch ending = KillSwitches.shared("run-ended");
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<String> endReason = new AtomicReference<>();

    EventStreams(StatusFeed feed, RunRecords records, Duration interval) {
        this.feed = feed;
        this.records = records;
        this.interval = interval;
    }

    HttpResponse open() {
        if (open.incrementAndGet() > MAX_STREAMS) {
            open.decrementAndGet();
            return Replies.error(503, "TOO_MANY_STREAMS", "The " + MAX_STREAMS
                + " event streams of this server are taken: close a page, or read /api/v1/status now and then");
        }
        return HttpResponse.create().withEntity(HttpEntities.createChunked(CONTENT_TYPE, events()));
    }

    /** Every open stream tells the reason and ends, and so does every later one. The first reason stays. */
    void end(String reason) {
        endReason.compareAndSet(null, reason);
        ending.shutdown();
    }

    private Source<ByteString, NotUsed> events() {
        return Source.tick(Duration.ZERO, interval, NotUsed.getInstance())
            .mapMaterializedValue(cancellable -> NotUsed.getInstance())
            .via(ending.flow())
            .statefulMapConcat(() -> {
                AtomicLong told = new AtomicLong(newestEvent());
                return tick -> events(told);
            })
            // Not concat: it asks for its second part at once, before there is a reason.
            .concatLazy(Source.lazySingle(() -> event("ended", StatusJson.write(new Ended(endReason.get())))))
            .watchTermination((notUsed, done) -> {
                done.whenComplete((ok, failure) -> open.decrementAndGet());
                return notUsed;
            });
    }

    private List<ByteString> events(AtomicLong told) {
        List<ByteString> events = new ArrayList<>();
        events.add(feed.statusEvent());
        for (RunEvent happened : records.events(told.get())) {
            told.set(happened.id());
            events.add(event("log", StatusJson.write(happened)));
        }
        return events;
    }

    private long newestEvent() {
        return records.events(0).stream().mapToLong(RunEvent::id).max().orElse(0);
    }

    /** JSON has no line breaks of its own, so one data line holds it. */
    static ByteString event(String type, String json) {
        return ByteString.fromString("event: " + type + "\ndata: " + json + "\n\n");
    }

    private record Ended(String reason) {
    }
}
