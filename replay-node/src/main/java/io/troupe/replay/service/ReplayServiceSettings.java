package io.troupe.replay.service;

import io.troupe.common.config.TransportSettings;
import io.troupe.common.config.TransportSettings.Channel;
import io.troupe.common.config.TransportSettings.Driver;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.transport.StreamKind;
import java.nio.file.Path;

/**
 * What a replay service and its clients agree on. Clients in other processes are given the same.
 *
 * @param folder           of the service's files; clients do not touch it
 * @param aeronDirectory   folder of the media driver that the service runs, best in {@code /dev/shm}
 * @param schema           what a step holds
 * @param window           what a sample is cut to
 * @param capacitySteps    records that it holds before the oldest give way
 * @param segmentSteps     S, records of a lane that are stored and evicted together; lanes × S is at most an eighth of
 *     the capacity
 * @param priorityExponent α
 * @param isForced         acknowledge only what was forced to the disk, so that it survives the host's death too
 * @param clients          how many clients there may be at a time, numbered from 1
 * @param termLengthBytes  of the streams, a power of two; a message takes an eighth of it
 */
public record ReplayServiceSettings(
    Path folder,
    Path aeronDirectory,
    EnvironmentSchema schema,
    WindowSpec window,
    long capacitySteps,
    int segmentSteps,
    double priorityExponent,
    boolean isForced,
    int clients,
    int termLengthBytes) {
    private static final int SERVICE_NODE = 1;
    private static final int LIVENESS_MS = 10_000;
    private static final int UNUSED_MTU = 1408;

    public ReplayServiceSettings {
        if (clients < 1 || clients > StreamKind.MAX_NODE_ID - SERVICE_NODE) {
            throw new IllegalArgumentException("got " + clients + " clients, expected at least 1");
        }
    }

    /** 2^20 steps in segments of 64, α = 0.6 (Schaul et al. 2016), one client, terms of 4 MiB. */
    public static ReplayServiceSettings of(Path folder, Path aeronDirectory, EnvironmentSchema schema,
                                           WindowSpec window) {
        return new ReplayServiceSettings(folder, aeronDirectory, schema, window, 1 << 20, 64, 0.6, false, 1, 4 << 20);
    }

    public ReplayServiceSettings withCapacity(long steps) {
        return new ReplayServiceSettings(folder, aeronDirectory, schema, window, steps, segmentSteps, priorityExponent,
            isForced, clients, termLengthBytes);
    }

    public ReplayServiceSettings withPriorityExponent(double exponent) {
        return new ReplayServiceSettings(folder, aeronDirectory, schema, window, capacitySteps, segmentSteps, exponent,
            isForced, clients, termLengthBytes);
    }

    public ReplayServiceSettings withClients(int count) {
        return new ReplayServiceSettings(folder, aeronDirectory, schema, window, capacitySteps, segmentSteps,
            priorityExponent, isForced, count, termLengthBytes);
    }

    StepLayout layout() {
        return new StepLayout(schema);
    }

    int serviceNode() {
        return SERVICE_NODE;
    }

    int clientNode(int client) {
        if (client < 1 || client > clients) {
            throw new IllegalArgumentException("got client " + client + ", expected 1 to " + clients
                + ", which is how many the settings allow");
        }
        return SERVICE_NODE + client;
    }

    TransportSettings transport(Driver driver) {
        return new TransportSettings(Channel.IPC, driver, aeronDirectory.toString(), "127.0.0.1", 0, termLengthBytes,
            UNUSED_MTU, LIVENESS_MS);
    }
}
