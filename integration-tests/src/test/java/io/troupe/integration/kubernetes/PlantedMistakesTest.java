package io.troupe.integration.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks find what they are there for: each of these mistakes is one that somebody makes. */
class PlantedMistakesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Manifests WRITTEN = WrittenManifestsTest.written();

    /** In the object, at the JSON pointer, this value (nothing: without it) is told as that. */
    @ParameterizedTest(name = "{0}: {1} = {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // Not Kubernetes.
        "StatefulSet troupe-learner | /spec/replica | 1 | The field `replica`",
        "Deployment troupe-actor | /spec/template/spec/containers/0/livenessProb | {} | The field `livenessProb`",
        "Deployment troupe-actor | /spec/template/spec/containers/0/securityContext/readOnlyRootFileSystem | true | "
            + "The field `readOnlyRootFileSystem`",
        "Deployment troupe-policy | /spec/template/spec/containers/0/lifecycle/preStop/sleep/second | 5 | "
            + "The field `second`",
        "StatefulSet troupe-replay | /spec/replicas | \"two\" | two",
        "StatefulSet troupe-replay | /spec/replicas | \"2\" | not what is meant",
        "StatefulSet troupe-replay | /spec/template/spec/terminationGracePeriodSeconds | \"60\" | not what is meant",
        "StatefulSet troupe-replay | /spec/template/spec/automountServiceAccountToken | \"yes\" | not what is meant",
        "Deployment troupe-actor | /spec/template/spec/containers/0/name | | The required field `name`",
        "HorizontalPodAutoscaler troupe-actor | /spec/maxReplicas | | The required field `maxReplicas`",
        "HorizontalPodAutoscaler troupe-actor | /apiVersion | \"autoscaling/v2beta2\" | no known type",
        "NetworkPolicy troupe-nodes | /spec/ingress/0/form | [] | The field `form`",
        "Certificate troupe-actor | /spec/dnsName | \"a\" | dnsName",
        "ServiceMonitor troupe-nodes | /spec/endpoints/0/intervall | \"15s\" | intervall",
        "PrometheusRule troupe | /spec/groups/0/rules/0/summary | \"a\" | summary",
        // Refers to what is not there.
        "Service troupe-replay | /spec/selector/app.kubernetes.io~1component | \"shard\" | selects no pods",
        "Service troupe-learner | /spec/ports/0/targetPort | \"page\" | goes to port \"page\"",
        "StatefulSet troupe-replay | /spec/serviceName | \"troupe-shard\" | refers to Service troupe-shard",
        "StatefulSet troupe-replay | /spec/selector/matchLabels/app.kubernetes.io~1name | \"trouppe\" | "
            + "does not select its own pods",
        "StatefulSet troupe-replay | /spec/template/spec/serviceAccountName | \"troupe\" | refers to ServiceAccount troupe",
        "StatefulSet troupe-replay | /spec/template/spec/containers/0/volumeMounts/1/name | \"steps\" | mounts volume steps",
        "StatefulSet troupe-replay | /spec/volumeClaimTemplates/0/metadata/name | \"steps\" | mounts volume store",
        "StatefulSet troupe-learner | /spec/template/spec/volumes/0/configMap/name | \"troupe-conf\" | "
            + "refers to ConfigMap troupe-conf",
        "StatefulSet troupe-learner | /spec/template/spec/volumes/1/secret/secretName | \"secret\" | "
            + "refers to Secret secret",
        "StatefulSet troupe-learner | /spec/template/spec/containers/0/args/3 | "
            + "\"--config=/etc/troupe/config/leaner.conf\" | no ConfigMap has /etc/troupe/config/leaner.conf",
        "StatefulSet troupe-learner | /spec/template/spec/containers/0/env/0/name | \"POD_ADDRESS\" | "
            + "uses a variable that is not there",
        "Deployment troupe-actor | /spec/template/spec/containers/0/readinessProbe/httpGet/port | \"http\" | "
            + "readinessProbe asks port",
        "Pod troupe-results | /spec/volumes/0/persistentVolumeClaim/claimName | \"runs\" | "
            + "refers to PersistentVolumeClaim runs",
        "Deployment troupe-actor | /spec/replicas | 4 | is set back by each apply",
        "HorizontalPodAutoscaler troupe-actor | /spec/scaleTargetRef/name | \"troupe-actors\" | "
            + "refers to Deployment troupe-actors",
        "HorizontalPodAutoscaler troupe-actor | /spec/scaleTargetRef/apiVersion | \"apps/v2\" | has another apiVersion",
        "PodDisruptionBudget troupe-replay | /spec/selector/matchLabels/app.kubernetes.io~1component | \"shard\" | "
            + "is not of one kind",
        "PodDisruptionBudget troupe-replay | /spec/selector/matchLabels/app.kubernetes.io~1component | | is not of one kind",
        "NetworkPolicy troupe-learner-http | /spec/podSelector/matchLabels/app.kubernetes.io~1component | \"leaner\" | "
            + "selects no pods",
        "NetworkPolicy troupe-nodes | /spec/ingress/0/ports/0/port | 2552 | where nobody listens",
        "NetworkPolicy troupe-nodes | /spec/egress/0/ports/2/protocol | \"TCP\" | where nobody listens",
        "NetworkPolicy troupe-nodes | /spec/ingress/0/from/0/podSelector/matchExpressions/1/values | [\"worker\"] | "
            + "pods that are not there",
        "RoleBinding troupe-pods | /roleRef/name | \"pods\" | refers to Role pods",
        "RoleBinding troupe-pods | /subjects/2/name | \"actor\" | refers to ServiceAccount actor",
        "ServiceMonitor troupe-nodes | /spec/endpoints/0/port | \"http\" | scrapes port \"http\"",
        "Certificate troupe-actor | /spec/issuerRef/name | \"ca\" | refers to Issuer ca",
        "Certificate troupe-ca | /spec/secretName | \"ca\" | refers to Secret troupe-ca",
        // Not safe.
        "Deployment troupe-actor | /spec/template/spec/securityContext/runAsNonRoot | | may run as root",
        "Deployment troupe-actor | /spec/template/spec/securityContext/seccompProfile | | has no seccomp profile",
        "Deployment troupe-actor | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem | false | "
            + "may write into its image",
        "Deployment troupe-actor | /spec/template/spec/containers/0/securityContext/capabilities | | keeps capabilities",
        "Deployment troupe-actor | /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation | "
            + "| may get more privileges",
        "Deployment troupe-policy | /spec/template/spec/automountServiceAccountToken | "
            + "| does not say whether it needs a token",
        "Deployment troupe-actor | /spec/template/spec/volumes/2/emptyDir/sizeLimit | | a volume without a limit",
        "Deployment troupe-actor | /spec/template/spec/containers/0/resources/limits | "
            + "| does not say /resources/limits/memory",
        // Does not fit.
        "Deployment troupe-actor | /spec/template/spec/containers/0/ports/3/containerPort | 40456 | "
            + "is told port 40123 for aeron",
        "StatefulSet troupe-replay | /spec/template/spec/containers/0/ports/0/containerPort | 9090 | "
            + "is told port 9464 for metrics",
        "StatefulSet troupe-replay | /spec/replicas | 3 | expects replay.shards = 2",
        "StatefulSet troupe-replay | /spec/replicas | 3 | could found two clusters",
        "StatefulSet troupe-replay | /spec/template/spec/terminationGracePeriodSeconds | 30 | "
            + "is killed after 30 s while it drains",
        "StatefulSet troupe-replay | /spec/template/metadata/labels/troupe.io~1founds-cluster | "
            + "| cluster.kubernetes.selector finds",
        "Deployment troupe-actor | /spec/template/metadata/labels/troupe.io~1founds-cluster | \"true\" | "
            + "cluster.kubernetes.selector finds",
        "Deployment troupe-actor | /spec/template/spec/automountServiceAccountToken | false | cannot ask the API",
        "Deployment troupe-actor | /spec/template/spec/volumes/1/emptyDir/sizeLimit | \"64Mi\" | gives Aeron too little",
        "Deployment troupe-actor | /spec/template/spec/containers/0/volumeMounts/1/mountPath | \"/dev/shmem\" | "
            + "has nothing at /dev/shm",
        "ConfigMap troupe-config | /data/replay.conf | \"replay.directory = /tmp\" | does not keep its steps in its volume",
        "ConfigMap troupe-config | /data/overlay.conf | \"troupe.cluster.kubernetes.required-node = 2\" | unknown key",
        "ConfigMap troupe-config | /data/overlay.conf | \"troupe.cluster.bootstrap = seeds\" | cannot ask the API",
    })
    void shouldBeFound(String object, String pointer, String value, String told) throws IOException {
        Manifests manifests = WRITTEN.deepCopy();
        Manifest manifest = manifests.the(object.split(" ")[0], object.split(" ")[1]);
        plant(manifest, pointer, value == null ? MissingNode.getInstance() : JSON.readTree(value));

        List<String> problems = AllChecks.problems(manifests);

        assertTrue(problems.stream().anyMatch(problem -> problem.contains(told)), () -> "told was " + problems);
    }

    @ParameterizedTest
    @CsvSource({"ServiceAccount troupe-actor", "Service troupe-replay", "ConfigMap troupe-config", "Role troupe-pods",
        "Deployment troupe-actor", "StatefulSet troupe-learner", "Issuer troupe-ca", "Certificate troupe-ca"})
    void shouldMissWhatIsLeftOut(String object) {
        assertEquals(List.of(), AllChecks.problems(WRITTEN));

        Manifests less = new Manifests(WRITTEN.all().stream().filter(one -> !one.id().equals(object)).toList());

        assertTrue(!AllChecks.problems(less).isEmpty(), object);
    }

    private static void plant(Manifest manifest, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        JsonNode parent = manifest.at(pointer.substring(0, last));
        String field = pointer.substring(last + 1).replace("~1", "/");
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(field), value);
        } else if (parent instanceof ObjectNode object && value.isMissingNode()) {
            assertTrue(object.remove(field) != null, pointer);
        } else if (parent instanceof ObjectNode object) {
            object.set(field, value);
        } else {
            throw new AssertionError(manifest.id() + " has no " + pointer);
        }
    }
}
