package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.config.ClusterSettings;
import io.troupe.common.config.SettingsLoader;
import io.troupe.common.config.TroupeSettings;
import io.troupe.common.environment.Environments;
import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the nodes in the pods would be told, read as they read it, and whether it fits the pods. */
final class NodeSettings {
    private static final Map<String, String> POD = Map.of("$(POD_IP)", "10.1.2.3", "$(POD_NAME)", "node-0");
    private static final List<String> NODES = List.of("troupe-learner", "troupe-replay", "troupe-actor");
    /** What a driver asks for before it starts: docs/operations.md. */
    private static final long SHARED_MEMORY_BYTES = 120L << 20;
    /** Delivering what is owed takes a shard some seconds after it has drained. */
    private static final int AFTER_DRAIN_S = 15;

    private final Manifests manifests;
    private final List<String> problems = new ArrayList<>();

    private NodeSettings(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> problems(Manifests manifests) {
        NodeSettings settings = new NodeSettings(manifests);
        for (Manifest workload : manifests.workloads()) {
            if (NODES.contains(workload.name())) {
                try {
                    settings.check(workload, settings.read(workload));
                } catch (TroupeException e) {
                    settings.problems.add(workload.id() + ": " + e.getMessage());
                }
            }
        }
        return settings.problems;
    }

    private TroupeSettings read(Manifest workload) {
        List<String> arguments = workload.arguments();
        // Only the learner knows presets; the others are told by it.
        SettingsLoader loader = arguments.contains("learner") ? new SettingsLoader(Environments::preset)
            : new SettingsLoader(name -> "");
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            for (Map.Entry<String, String> variable : POD.entrySet()) {
                value = value.replace(variable.getKey(), variable.getValue());
            }
            if (argument.startsWith("--config=")) {
                read(loader, ConfigFiles.find(manifests, workload, value).orElse(""));
            } else if (argument.startsWith("--set=")) {
                loader.set(value);
            }
        }
        return loader.load().settings();
    }

    private static void read(SettingsLoader loader, String text) {
        try {
            Path file = Files.createTempFile("node", ".conf");
            try {
                loader.file(Files.writeString(file, text));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Manifest workload, TroupeSettings settings) {
        ClusterSettings cluster = settings.cluster();
        check(cluster.bootstrap() == ClusterSettings.Bootstrap.KUBERNETES
            && workload.podSpec().path("automountServiceAccountToken").asBoolean(), workload, "cannot ask the API");
        check(cluster.host().equals(POD.get("$(POD_IP)")) && settings.transport().host().equals(cluster.host()), workload,
            "is not told its address");
        port(workload, "remoting", cluster.port());
        port(workload, "management", cluster.kubernetes().managementPort());
        port(workload, "aeron", settings.transport().port());
        founders(workload, cluster.kubernetes());
        sharedMemory(workload);
        long graceS = workload.podSpec().path("terminationGracePeriodSeconds").asLong();
        switch (workload.name()) {
            case "troupe-learner" -> {
                port(workload, "http", settings.http().port());
                check(settings.replay().shards() == replicas(manifests.the("StatefulSet", "troupe-replay")), workload,
                    "expects replay.shards = " + settings.replay().shards() + ", and there are others");
            }
            case "troupe-replay" -> {
                port(workload, "metrics", settings.metrics().port());
                check(graceS >= settings.replay().drainS() + AFTER_DRAIN_S, workload,
                    "is killed after " + graceS + " s while it drains for " + settings.replay().drainS());
                check(mountOf(workload, workload.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                    .equals(settings.replay().directory()), workload, "does not keep its steps in its volume");
            }
            default -> port(workload, "metrics", settings.metrics().port());
        }
    }

    /** Those that may found a cluster are the learner and the shards, and more than half of them have to agree. */
    private void founders(Manifest workload, ClusterSettings.Kubernetes kubernetes) {
        ObjectNode labels = workload.json().objectNode();
        for (String label : kubernetes.selector().split(",")) {
            labels.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
        }
        List<Manifest> founders = manifests.workloads(workload.json().objectNode().set("matchLabels", labels));
        check(founders.stream().map(Manifest::name).sorted().toList().equals(List.of("troupe-learner", "troupe-replay")),
            workload, "cluster.kubernetes.selector finds " + founders.stream().map(Manifest::id).toList());
        int count = founders.stream().mapToInt(NodeSettings::replicas).sum();
        check(2 * kubernetes.requiredNodes() > count && kubernetes.requiredNodes() <= count, workload,
            "cluster.kubernetes.required-nodes = " + kubernetes.requiredNodes() + " of " + count
                + " could found two clusters, or none");
    }

    private void sharedMemory(Manifest workload) {
        for (JsonNode volume : workload.podSpec().path("volumes")) {
            if (mountOf(workload, volume.path("name").asText()).equals("/dev/shm")) {
                String limit = volume.at("/emptyDir/sizeLimit").asText();
                check(volume.at("/emptyDir/medium").asText().equals("Memory") && limit.endsWith("Mi")
                        && Long.parseLong(limit.replace("Mi", "")) << 20 >= SHARED_MEMORY_BYTES, workload,
                    "gives Aeron too little at /dev/shm: " + volume);
                return;
            }
        }
        check(false, workload, "has nothing at /dev/shm");
    }

    private static String mountOf(Manifest workload, String volume) {
        return workload.containers().stream().flatMap(one -> Manifest.elements(one.path("volumeMounts")).stream())
            .filter(mount -> mount.path("name").asText().equals(volume))
            .map(mount -> mount.path("mountPath").asText()).findFirst().orElse("");
    }

    private void port(Manifest workload, String name, int port) {
        check(workload.containerPort(name).path("containerPort").asInt() == port, workload,
            "is told port " + port + " for " + name);
    }

    private static int replicas(Manifest workload) {
        return workload.at("/spec/replicas").asInt(1);
    }

    private void check(boolean isFine, Manifest workload, String problem) {
        if (!isFine) {
            problems.add(workload.id() + ": " + problem);
        }
    }
}
