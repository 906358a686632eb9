package io.troupe.integration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of docs/architecture.md, section "Modules", as a failing test. */
@AnalyzeClasses(packages = "io.troupe", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyTransportKnowsAeron = noClasses()
        .that().resideOutsideOfPackage("..transport..")
        .should().dependOnClassesThat().resideInAPackage("io.aeron..");

    @ArchTest
    static final ArchRule onlyClusterKnowsAkka = noClasses()
        .that().resideOutsideOfPackages("..cluster..", "io.troupe.learner.http..")
        .should().dependOnClassesThat().resideInAPackage("akka..");

    @ArchTest
    static final ArchRule onlyNetworksAndLearningKnowTheTensorEngine = noClasses()
        .that().resideOutsideOfPackages("io.troupe.common.network..", "io.troupe.learner.learning..")
        .should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule actorsUseNoOtherNode = noClasses()
        .that().resideInAPackage("io.troupe.actor..")
        .should().dependOnClassesThat().resideInAnyPackage("io.troupe.replay..", "io.troupe.learner..");

    @ArchTest
    static final ArchRule shardsUseNoOtherNode = noClasses()
        .that().resideInAPackage("io.troupe.replay..")
        .should().dependOnClassesThat().resideInAnyPackage("io.troupe.actor..", "io.troupe.learner..");

    @ArchTest
    static final ArchRule theLearnerUsesNoOtherNode = noClasses()
        .that().resideInAPackage("io.troupe.learner..")
        .should().dependOnClassesThat().resideInAnyPackage("io.troupe.actor..", "io.troupe.replay..");

    @ArchTest
    static final ArchRule commonKnowsNoNode = noClasses()
        .that().resideInAPackage("io.troupe.common..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("io.troupe.actor..", "io.troupe.replay..", "io.troupe.learner..", "io.troupe.launcher..");

    @ArchTest
    static final ArchRule nobodyUsesTheLauncher = classes()
        .that().resideInAPackage("io.troupe.launcher..")
        .should().onlyBeAccessed().byAnyPackage("io.troupe.launcher..", "io.troupe.integration..");
}
