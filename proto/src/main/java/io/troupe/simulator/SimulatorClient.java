package io.troupe.simulator;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.troupe.proto.external.Column;
import io.troupe.proto.external.Decision;
import io.troupe.proto.external.End;
import io.troupe.proto.external.Leave;
import io.troupe.proto.external.Observe;
import io.troupe.proto.external.Problem;
import io.troupe.proto.external.Reset;
import io.troupe.proto.external.Session;
import io.troupe.proto.external.SessionRequest;
import io.troupe.proto.external.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A simulator's session with an actor, which it asks for actions ({@code troupe train external:SCHEMA.json}):
 * {@link #reset}, {@link #observe} …, {@link #end}, {@link #reset} …. Each call waits until its answer is there, over
 * connections that may break meanwhile: a step that is sent again counts once. One thread uses it at a time.
 *
 * <p>An observation has all elements of each column, in row-major order, by the column's name. Where an action is empty the
 * episode is not wanted any more: the next call is {@link #reset}. All calls throw a {@link RefusedException} where what
 * they say cannot be taken, and an {@link IOException} where nobody could be reached for as long as the patience lasts.
 */
public final class SimulatorClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 200;
    private static final int OK = 200;
    private static final int REDIRECTS = 300;
    private static final int UNAVAILABLE = 503;

    private final URI address;
    private final String secret;
    private final Duration patience;
    private final HttpClient http;
    private String session = "";
    private long sequence;

    private SimulatorClient(URI address, String secret, Duration patience) {
        this.address = address;
        this.secret = Objects.requireNonNull(secret);
        this.patience = patience;
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
    }

    /**
     * Begins a session; waits until somebody is there.
     *
     * @param address  {@code http://127.0.0.1:8100}
     * @param name     for the actor's log
     * @param secret   empty where none is wanted
     * @param patience how long nobody may answer, and no lane may be free, until a call gives up
     */
    public static SimulatorClient join(URI address, String name, String secret, Duration patience)
            throws IOException, InterruptedException {
        SimulatorClient client = new SimulatorClient(address, secret, patience);
        client.session = client.post("sessions", SessionRequest.newBuilder().setSimulator(name).build(),
            Session.parser()).getSession();
        return client;
    }

    /** Goes on with a session of another client, of another process perhaps, whose last answered step was this one. */
    public static SimulatorClient resume(URI address, String session, long sequence, String secret, Duration patience) {
        SimulatorClient client = new SimulatorClient(address, secret, patience);
        client.session = session;
        client.sequence = sequence;
        return client;
    }

    public String session() {
        return session;
    }

    /** Number of the last step that was answered; 0: of none. */
    public long sequence() {
        return sequence;
    }

    /**
     * An episode begins. Returns the first action.
     *
     * @param legalActions those of the actions that are legal now, where the schema has a mask; else none
     */
    public OptionalInt reset(Map<String, float[]> observation, int... legalActions)
            throws IOException, InterruptedException {
        return step(step().setReset(Reset.newBuilder().addAllObservation(columns(observation))
            .addAllLegalActions(list(legalActions))));
    }

    /**
     * The action was taken and brought this. Returns the next one.
     *
     * @param legalActions as in {@link #reset}
     */
    public OptionalInt observe(float reward, Map<String, float[]> observation, int... legalActions)
            throws IOException, InterruptedException {
        return step(step().setObserve(Observe.newBuilder().setReward(reward).addAllObservation(columns(observation))
            .addAllLegalActions(list(legalActions))));
    }

    /**
     * The action was taken and brought this, and the episode is over.
     *
     * @param isTruncated  by a time limit, for instance; otherwise the task itself is over
     * @param legalActions as in {@link #reset}, where it is truncated
     */
    public void end(float reward, Map<String, float[]> observation, boolean isTruncated, int... legalActions)
            throws IOException, InterruptedException {
        step(step().setEnd(End.newBuilder().setReward(reward).addAllObservation(columns(observation))
            .setTruncated(isTruncated).addAllLegalActions(list(legalActions))));
    }

    /** Tells that it goes; an episode that is open is cut. A session that is not left ends by its silence. */
    public void leave() throws IOException, InterruptedException {
        step(step().setLeave(Leave.getDefaultInstance()));
    }

    private Step.Builder step() {
        return Step.newBuilder().setSession(session).setSequence(sequence + 1);
    }

    private OptionalInt step(Step.Builder next) throws IOException, InterruptedException {
        Step step = next.build();
        Decision decision;
        do {
            decision = post("steps", step, Decision.parser());
        } while (decision.getState() == Decision.State.WAIT);
        sequence++;
        return decision.getState() == Decision.State.ACT ? OptionalInt.of(decision.getAction()) : OptionalInt.empty();
    }

    private static List<Integer> list(int... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private static List<Column> columns(Map<String, float[]> observation) {
        List<Column> columns = new ArrayList<>();
        observation.forEach((name, values) -> {
            Column.Builder column = Column.newBuilder().setName(name);
            for (float value : values) {
                column.addValues(value);
            }
            columns.add(column.build());
        });
        return columns;
    }

    /** Asks until there is an answer: nobody who listens, and no free lane, may be a matter of a moment. */
    private <M> M post(String path, Message message, Parser<M> parser) throws IOException, InterruptedException {
        HttpRequest request = request(path, message);
        long begin = System.nanoTime();
        while (true) {
            IOException failure;
            try {
                HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
                if (response.statusCode() >= OK && response.statusCode() < REDIRECTS) {
                    return parser.parseFrom(response.body());
                }
                if (response.statusCode() != UNAVAILABLE || System.nanoTime() - begin > patience.toNanos()) {
                    throw refused(response);
                }
                failure = null;
            } catch (IOException e) {
                failure = e;
            }
            if (failure != null && System.nanoTime() - begin > patience.toNanos()) {
                throw failure;
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    private static RefusedException refused(HttpResponse<byte[]> response) throws InvalidProtocolBufferException {
        Problem problem = Problem.parseFrom(response.body());
        return new RefusedException(response.statusCode(), problem.getCode(), problem.getMessage());
    }

    private HttpRequest request(String path, Message message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/v1/external/" + path)).timeout(TIMEOUT)
            .header("Content-Type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.toByteArray()));
        if (!secret.isEmpty()) {
            request.header("Authorization", "Bearer " + secret);
        }
        return request.build();
    }
}
