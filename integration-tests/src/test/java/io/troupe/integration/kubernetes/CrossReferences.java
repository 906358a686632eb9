package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one object says of another: the API server takes it all, and the pods never come up. */
final class CrossReferences {
    /** Made by hand, as docs/kubernetes.md says. */
    private static final Set<String> BY_HAND = Set.of("Secret troupe-secret", "ConfigMap troupe-policy");
    /** Labels that other people's pods carry to be let in. */
    private static final Set<String> OF_STRANGERS = Set.of("troupe.io/reads-page", "troupe.io/asks-policy");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\((\\w+)\\)");

    private final Manifests manifests;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> known = new HashSet<>(BY_HAND);

    private CrossReferences(Manifests manifests) {
        this.manifests = manifests;
        for (Manifest manifest : manifests.all()) {
            check(known.add(manifest.id()), manifest, "is there twice");
        }
        for (Manifest set : manifests.ofKind("StatefulSet")) {
            set.at("/spec/volumeClaimTemplates").forEach(claim ->
                known.add("PersistentVolumeClaim " + claim.at("/metadata/name").asText() + "-" + set.name() + "-0"));
        }
        manifests.ofKind("Certificate").forEach(one -> known.add("Secret " + one.at("/spec/secretName").asText()));
    }

    static List<String> problems(Manifests manifests) {
        CrossReferences references = new CrossReferences(manifests);
        manifests.workloads().forEach(references::workload);
        manifests.ofKind("Service").forEach(references::service);
        manifests.ofKind("HorizontalPodAutoscaler").forEach(references::autoscaler);
        manifests.ofKind("PodDisruptionBudget").forEach(references::disruptionBudget);
        manifests.ofKind("NetworkPolicy").forEach(references::networkPolicy);
        manifests.ofKind("RoleBinding").forEach(references::roleBinding);
        manifests.ofKind("ServiceMonitor").forEach(references::serviceMonitor);
        manifests.ofKind("Issuer").forEach(references::issuer);
        manifests.ofKind("Certificate").forEach(one ->
            references.refersTo(one, "Issuer", one.at("/spec/issuerRef/name")));
        return references.problems;
    }

    private void workload(Manifest workload) {
        check(workload.isPod() || Selector.matches(workload.at("/spec/selector"), workload.podLabels()), workload,
            "does not select its own pods");
        if (workload.podSpec().has("serviceAccountName")
            || workload.podSpec().path("automountServiceAccountToken").asBoolean(true)) {
            refersTo(workload, "ServiceAccount", workload.podSpec().path("serviceAccountName"));
        }
        if (workload.kind().equals("StatefulSet")) {
            refersTo(workload, "Service", workload.at("/spec/serviceName"));
        }
        Set<String> volumes = new HashSet<>();
        workload.at("/spec/volumeClaimTemplates").forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
        for (JsonNode volume : workload.podSpec().path("volumes")) {
            volumes.add(volume.path("name").asText());
            if (volume.has("configMap")) {
                refersTo(workload, "ConfigMap", volume.at("/configMap/name"));
            }
            if (volume.has("persistentVolumeClaim")) {
                refersTo(workload, "PersistentVolumeClaim", volume.at("/persistentVolumeClaim/claimName"));
            }
            if (volume.has("secret")) {
                refersTo(workload, "Secret", volume.at("/secret/secretName"));
            }
        }
        Set<String> unmounted = new HashSet<>(volumes);
        for (JsonNode container : workload.containers()) {
            for (JsonNode mount : container.path("volumeMounts")) {
                String name = mount.path("name").asText();
                check(volumes.contains(name), workload, "mounts volume " + name + ", which it has not");
                unmounted.remove(name);
            }
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode port = container.path(probe).at("/httpGet/port");
                check(port.isMissingNode() || workload.containerPort(port.asText()).isObject(), workload,
                    probe + " asks port " + port + ", which it has not");
            }
            arguments(workload, container);
        }
        check(unmounted.isEmpty(), workload, "mounts nowhere " + unmounted);
    }

    private void arguments(Manifest workload, JsonNode container) {
        Set<String> variables = new HashSet<>();
        container.path("env").forEach(variable -> variables.add(variable.path("name").asText()));
        for (JsonNode argument : container.path("args")) {
            Matcher used = VARIABLE.matcher(argument.asText());
            while (used.find()) {
                check(variables.contains(used.group(1)), workload, argument + " uses a variable that is not there");
            }
            if (argument.asText().startsWith("--config=")) {
                String path = argument.asText().substring("--config=".length());
                check(ConfigFiles.find(manifests, workload, path).isPresent(), workload, "no ConfigMap has " + path);
            }
        }
    }

    private void service(Manifest service) {
        List<Manifest> found = behind(service);
        check(!found.isEmpty(), service, "selects no pods");
        for (JsonNode port : service.at("/spec/ports")) {
            for (Manifest workload : found) {
                check(workload.containerPort(port.path("targetPort").asText()).isObject(), service,
                    "goes to port " + port.path("targetPort") + ", which " + workload.id() + " has not");
            }
        }
    }

    /** A Service's selector is only labels. */
    private List<Manifest> behind(Manifest service) {
        JsonNode selector = service.json().objectNode().set("matchLabels", service.at("/spec/selector"));
        return manifests.workloads(selector);
    }

    private void autoscaler(Manifest autoscaler) {
        JsonNode target = autoscaler.at("/spec/scaleTargetRef");
        refersTo(autoscaler, target.path("kind").asText(), target.path("name"));
        manifests.find(target.path("kind").asText(), target.path("name").asText()).ifPresent(workload -> {
            check(workload.apiVersion().equals(target.path("apiVersion").asText()), autoscaler,
                "has another apiVersion than " + workload.id());
            check(workload.at("/spec/replicas").isMissingNode(), autoscaler,
                "is set back by each apply, for " + workload.id() + " has replicas");
        });
        for (JsonNode metric : autoscaler.at("/spec/metrics")) {
            JsonNode described = metric.at("/object/describedObject");
            if (!described.isMissingNode()) {
                refersTo(autoscaler, described.path("kind").asText(), described.path("name"));
            }
        }
    }

    private void disruptionBudget(Manifest budget) {
        check(manifests.workloads(budget.at("/spec/selector")).size() == 1, budget, "is not of one kind of pods");
    }

    private void networkPolicy(Manifest policy) {
        List<Manifest> pods = manifests.workloads(policy.at("/spec/podSelector"));
        check(!pods.isEmpty(), policy, "selects no pods");
        for (JsonNode rule : policy.at("/spec/ingress")) {
            rule.path("from").forEach(peer -> peer(policy, peer));
            ports(policy, rule, pods);
        }
        for (JsonNode rule : policy.at("/spec/egress")) {
            for (JsonNode peer : rule.path("to")) {
                peer(policy, peer);
                if (!peer.has("namespaceSelector")) {
                    ports(policy, rule, manifests.workloads(peer.path("podSelector")));
                }
            }
        }
    }

    private void peer(Manifest policy, JsonNode peer) {
        boolean isOurs = !peer.has("namespaceSelector")
            && peer.at("/podSelector/matchLabels").properties().stream()
                .noneMatch(label -> OF_STRANGERS.contains(label.getKey()));
        check(!isOurs || !manifests.workloads(peer.path("podSelector")).isEmpty(), policy,
            "lets in or out to pods that are not there: " + peer);
    }

    private void ports(Manifest policy, JsonNode rule, List<Manifest> receivers) {
        for (JsonNode port : rule.path("ports")) {
            check(receivers.stream().flatMap(pod -> pod.containerPorts().stream()).anyMatch(one -> isSame(one, port)),
                policy, "lets through " + port + ", where nobody listens");
        }
    }

    private static boolean isSame(JsonNode containerPort, JsonNode port) {
        return containerPort.path("containerPort").equals(port.path("port"))
            && containerPort.path("protocol").asText("TCP").equals(port.path("protocol").asText("TCP"));
    }

    private void roleBinding(Manifest binding) {
        refersTo(binding, binding.at("/roleRef/kind").asText(), binding.at("/roleRef/name"));
        binding.at("/subjects").forEach(subject ->
            refersTo(binding, subject.path("kind").asText(), subject.path("name")));
    }

    private void serviceMonitor(Manifest monitor) {
        for (JsonNode endpoint : monitor.at("/spec/endpoints")) {
            check(manifests.ofKind("Service").stream()
                    .filter(service -> Selector.matches(monitor.at("/spec/selector"), service.at("/metadata/labels")))
                    .flatMap(service -> Manifest.elements(service.at("/spec/ports")).stream())
                    .anyMatch(port -> port.path("name").equals(endpoint.path("port"))),
                monitor, "scrapes port " + endpoint.path("port") + ", which no Service that it selects has");
            JsonNode secret = endpoint.at("/authorization/credentials/name");
            if (!secret.isMissingNode()) {
                refersTo(monitor, "Secret", secret);
            }
        }
    }

    private void issuer(Manifest issuer) {
        if (issuer.at("/spec/ca").isObject()) {
            refersTo(issuer, "Secret", issuer.at("/spec/ca/secretName"));
        }
    }

    private void refersTo(Manifest from, String kind, JsonNode name) {
        check(known.contains(kind + " " + name.asText()), from, "refers to " + kind + " " + name.asText()
            + ", which is not there");
    }

    private void check(boolean isFine, Manifest manifest, String problem) {
        if (!isFine) {
            problems.add(manifest.id() + ": " + problem);
        }
    }
}
