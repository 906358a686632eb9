package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Kubernetes' "restricted" pod security standard, and what Troupe asks for besides. */
final class PodSecurity {
    private static final Set<String> VOLUMES = Set.of("configMap", "emptyDir", "secret", "persistentVolumeClaim");
    private static final int USER = 10001;

    private PodSecurity() {
    }

    static List<String> problems(Manifest workload) {
        List<String> problems = new ArrayList<>();
        JsonNode pod = workload.podSpec();
        JsonNode context = pod.path("securityContext");
        check(problems, context.path("runAsNonRoot").asBoolean(), "may run as root");
        check(problems, context.path("runAsUser").asInt() == USER, "does not run as the image's user");
        check(problems, context.at("/seccompProfile/type").asText().equals("RuntimeDefault"), "has no seccomp profile");
        check(problems, pod.path("automountServiceAccountToken").isBoolean(), "does not say whether it needs a token");
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            check(problems, !pod.path(shared).asBoolean(), "uses the machine's own: " + shared);
        }
        for (JsonNode volume : pod.path("volumes")) {
            volume.fieldNames().forEachRemaining(field ->
                check(problems, field.equals("name") || VOLUMES.contains(field), "has a volume of kind " + field));
            check(problems, !volume.has("emptyDir") || volume.at("/emptyDir/sizeLimit").isTextual(),
                "has a volume without a limit: " + volume.path("name").asText());
        }
        workload.containers().forEach(container -> container(container, problems));
        return problems.stream().map(problem -> workload.id() + ": " + problem).toList();
    }

    private static void container(JsonNode container, List<String> problems) {
        JsonNode context = container.path("securityContext");
        check(problems, context.path("allowPrivilegeEscalation").isBoolean()
            && !context.path("allowPrivilegeEscalation").asBoolean(), "may get more privileges");
        check(problems, context.path("readOnlyRootFilesystem").asBoolean(), "may write into its image");
        check(problems, context.at("/capabilities/drop/0").asText().equals("ALL"), "keeps capabilities");
        check(problems, !context.path("privileged").asBoolean() && !context.at("/capabilities/add").isArray(),
            "has privileges");
        for (String path : List.of("/resources/requests/cpu", "/resources/requests/memory", "/resources/limits/memory")) {
            check(problems, container.at(path).isTextual(), "does not say " + path);
        }
        for (JsonNode port : container.path("ports")) {
            check(problems, !port.has("hostPort"), "takes a port of the machine");
        }
        // Who listens is asked whether it is well.
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            check(problems, !container.has("ports")
                || container.at("/" + probe + "/httpGet/path").asText().startsWith("/health/"), "has no " + probe);
        }
    }

    private static void check(List<String> problems, boolean isFine, String problem) {
        if (!isFine) {
            problems.add(problem);
        }
    }
}
