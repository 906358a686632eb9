package io.troupe.integration.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says whether an object is one of Kubernetes, strictly: no field that there is not, none missing that has to be there, no
 * text where a number is meant. By the models that are generated from the API's own description, and for what operators
 * add, by models of theirs.
 */
final class Schemas {
    private static final Map<String, Class<?>> OWN = Map.ofEntries(
        Map.entry("v1 ConfigMap", V1ConfigMap.class),
        Map.entry("v1 Namespace", V1Namespace.class),
        Map.entry("v1 Pod", V1Pod.class),
        Map.entry("v1 Service", V1Service.class),
        Map.entry("v1 ServiceAccount", V1ServiceAccount.class),
        Map.entry("apps/v1 Deployment", V1Deployment.class),
        Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
        Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class),
        Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
        Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class),
        Map.entry("rbac.authorization.k8s.io/v1 Role", V1Role.class),
        Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding.class));
    private static final Map<String, Class<?>> OF_OPERATORS = Map.of(
        "cert-manager.io/v1 Certificate", Certificate.class,
        "cert-manager.io/v1 Issuer", Issuer.class,
        "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
        "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);
    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new NothingUnknown());

    private Schemas() {
    }

    static List<String> problems(Manifest manifest) {
        String type = manifest.apiVersion() + " " + manifest.kind();
        List<String> problems = new ArrayList<>();
        if (OWN.containsKey(type)) {
            validate(manifest, OWN.get(type), problems);
        } else if (OF_OPERATORS.containsKey(type)) {
            try {
                JsonNode read = STRICT.valueToTree(STRICT.treeToValue(manifest.json(), OF_OPERATORS.get(type)));
                compare(manifest.json(), read, "", problems);
            } catch (JsonProcessingException e) {
                problems.add(e.getOriginalMessage());
            }
        } else {
            problems.add("no known type: " + type);
        }
        return problems.stream().map(problem -> manifest.id() + ": " + problem).toList();
    }

    private static void validate(Manifest manifest, Class<?> model, List<String> problems) {
        try {
            JsonElement element = JsonParser.parseString(manifest.json().toString());
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, element);
            // The validation above leaves numbers and booleans alone, and reading is lenient: what is read has to be
            // what was written.
            Object read = JSON.getGson().fromJson(element, model);
            compare(manifest.json(), new ObjectMapper().readTree(JSON.serialize(read)), "", problems);
        } catch (InvocationTargetException e) {
            problems.add(e.getCause().getMessage());
        } catch (ReflectiveOperationException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            problems.add(e.getMessage());
        }
    }

    private static void compare(JsonNode written, JsonNode read, String path, List<String> problems) {
        if (written.getNodeType() != read.getNodeType() && !written.isEmpty() | written.isValueNode()) {
            problems.add(path + ": " + written + " is not what is meant there, but " + read.getNodeType());
        }
        if (written.isObject()) {
            written.properties().forEach(field ->
                compare(field.getValue(), read.path(field.getKey()), path + "/" + field.getKey(), problems));
        }
        for (int i = 0; written.isArray() && i < written.size(); i++) {
            compare(written.path(i), read.path(i), path + "/" + i, problems);
        }
    }

    /** These models take up what they do not know; without that, Jackson refuses it. */
    private static final class NothingUnknown extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }

        @Override
        public Boolean hasAnyGetter(Annotated annotated) {
            return false;
        }

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return member.getName().toLowerCase(Locale.ROOT).endsWith("additionalproperties")
                || super.hasIgnoreMarker(member);
        }
    }
}
