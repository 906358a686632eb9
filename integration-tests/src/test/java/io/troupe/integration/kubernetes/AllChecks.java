package io.troupe.integration.kubernetes;

import java.util.ArrayList;
import java.util.List;

/** All that can be said against objects that are applied together. */
final class AllChecks {
    private AllChecks() {
    }

    static List<String> problems(Manifests manifests) {
        List<String> problems = new ArrayList<>();
        manifests.all().forEach(one -> problems.addAll(Schemas.problems(one)));
        manifests.workloads().forEach(one -> problems.addAll(PodSecurity.problems(one)));
        problems.addAll(CrossReferences.problems(manifests));
        problems.addAll(NodeSettings.problems(manifests));
        return problems;
    }
}
