package io.troupe.benchmarks.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.troupe.common.config.HttpSettings;
import io.troupe.learner.http.PolicyServer;
import io.troupe.policy.Policy;
import io.troupe.policy.PolicyOptions;
import io.troupe.policy.PolicyPackage;
import io.troupe.policy.serving.ServingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests of many clients at once, each waiting for its answer, to the server in this process; weights are swapped
 * meanwhile.
 *
 * @param errors answers that were no success, and broken connections
 * @param mixed  answers whose Q-values are not those of the version that they name
 */
record ServedLoad(int clients, int swaps, double requestsPerS, double p50Ms, double p99Ms, long errors, long mixed) {
    private static final String BODY = "{\"observation\":[0.1,-0.2,0.03,0.4]}";
    private static final float[] OBSERVATION = {0.1f, -0.2f, 0.03f, 0.4f};
    private static final double TOLERANCE = 1e-5;
    private static final double MS = 1e6;

    /** What a client has seen. */
    private record Seen(long requests, long errors, long mixed) {
    }

    static ServedLoad of(int clients, int swaps, double seconds) {
        PolicyPackage[] versions = {RandomPolicies.of("mlp", 1), RandomPolicies.of("mlp", 2)};
        float[][] expected = {qValues(versions[0]), qValues(versions[1])};
        ServingSettings settings = new ServingSettings(64, Duration.ofNanos(200_000), 1_024, Duration.ofSeconds(5), 1,
            Duration.ofMinutes(1), ServingSettings.Fallback.ERROR, 0);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        Histogram latencies = new ConcurrentHistogram(TimeUnit.SECONDS.toNanos(20), 3);
        try (Policy policy = Policy.of(versions[0], new PolicyOptions(64, 1, 1));
             PolicyServer server = new PolicyServer(policy, settings, new HttpSettings(true, "127.0.0.1", 0),
                 Optional.empty(), true)) {
            run(threads, clients, server.boundPort(), System.nanoTime() + (long) (seconds * 1e9), expected, null);
            long startNs = System.nanoTime();
            long endNs = startNs + (long) (seconds * 1e9);
            List<Future<Seen>> running =
                begin(threads, clients, server.boundPort(), endNs, expected, latencies);
            for (int swap = 1; swap <= swaps; swap++) {
                long dueNs = startNs + (long) (seconds * 1e9 * swap / (swaps + 1));
                while (System.nanoTime() < dueNs) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                policy.swap(versions[swap % 2]);
            }
            Seen seen = sum(running);
            double elapsedS = (System.nanoTime() - startNs) / 1e9;
            return new ServedLoad(clients, swaps, seen.requests() / elapsedS, latencies.getValueAtPercentile(50) / MS,
                latencies.getValueAtPercentile(99) / MS, seen.errors(), seen.mixed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Seen run(ExecutorService threads, int clients, int port, long endNs, float[][] expected,
                            Histogram latencies) throws InterruptedException {
        return sum(begin(threads, clients, port, endNs, expected, latencies));
    }

    private static List<Future<Seen>> begin(ExecutorService threads, int clients, int port, long endNs,
                                            float[][] expected, Histogram latencies) {
        List<Future<Seen>> running = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            running.add(threads.submit(() -> ask(port, endNs, expected, latencies)));
        }
        return running;
    }

    private static Seen ask(int port, long endNs, float[][] expected, Histogram latencies) {
        ObjectMapper json = new ObjectMapper();
        long requests = 0;
        long errors = 0;
        long mixed = 0;
        try (ActClient client = new ActClient(port, BODY)) {
            while (System.nanoTime() < endNs) {
                long beforeNs = System.nanoTime();
                String body = client.act();
                if (latencies != null) {
                    latencies.recordValue(System.nanoTime() - beforeNs);
                }
                requests++;
                errors += body == null ? 1 : 0;
                mixed += body != null && !isWhole(json.readTree(body), expected) ? 1 : 0;
            }
        } catch (IOException e) {
            errors++;
        }
        return new Seen(requests, errors, mixed);
    }

    private static boolean isWhole(JsonNode answer, float[][] expected) {
        float[] wanted = expected[(int) answer.get("weights_version").asLong() - 1];
        JsonNode got = answer.get("q_values");
        for (int action = 0; action < wanted.length; action++) {
            if (Math.abs(got.get(action).asDouble() - wanted[action]) > TOLERANCE) {
                return false;
            }
        }
        return !answer.get("fallback").asBoolean();
    }

    private static Seen sum(List<Future<Seen>> running) throws InterruptedException {
        long requests = 0;
        long errors = 0;
        long mixed = 0;
        for (Future<Seen> one : running) {
            try {
                requests += one.get().requests();
                errors += one.get().errors();
                mixed += one.get().mixed();
            } catch (ExecutionException e) {
                throw new UncheckedIOException(new IOException("a client failed", e.getCause()));
            }
        }
        return new Seen(requests, errors, mixed);
    }

    private static float[] qValues(PolicyPackage version) {
        try (Policy policy = Policy.of(version, new PolicyOptions(1, 1, 1))) {
            return policy.act(OBSERVATION).qValues();
        }
    }
}
