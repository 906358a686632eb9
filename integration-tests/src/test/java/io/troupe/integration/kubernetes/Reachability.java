package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Whether NetworkPolicies let one pod of the namespace reach another one. */
record Reachability(Manifests manifests) {
    boolean lets(JsonNode fromLabels, Manifest to, int port, String protocol) {
        return isAllowed("Ingress", to.podLabels(), "ingress", "from", fromLabels, port, protocol)
            && isAllowed("Egress", fromLabels, "egress", "to", to.podLabels(), port, protocol);
    }

    private boolean isAllowed(String type, JsonNode pod, String rules, String peers, JsonNode other, int port,
                              String protocol) {
        List<Manifest> policies = manifests.ofKind("NetworkPolicy").stream()
            .filter(policy -> Manifest.elements(policy.at("/spec/policyTypes")).stream()
                .anyMatch(one -> one.asText().equals(type)))
            .filter(policy -> Selector.matches(policy.at("/spec/podSelector"), pod))
            .toList();
        return policies.isEmpty() || policies.stream()
            .flatMap(policy -> Manifest.elements(policy.at("/spec/" + rules)).stream())
            .anyMatch(rule -> isPeer(rule.path(peers), other) && isPort(rule.path("ports"), port, protocol));
    }

    private static boolean isPeer(JsonNode peers, JsonNode labels) {
        return peers.isMissingNode() || Manifest.elements(peers).stream().anyMatch(peer ->
            (!peer.has("namespaceSelector") || peer.path("namespaceSelector").isEmpty())
                && Selector.matches(peer.path("podSelector"), labels));
    }

    private static boolean isPort(JsonNode ports, int port, String protocol) {
        return ports.isMissingNode() || Manifest.elements(ports).stream().anyMatch(one ->
            one.path("port").asInt() == port && one.path("protocol").asText("TCP").equals(protocol));
    }
}
