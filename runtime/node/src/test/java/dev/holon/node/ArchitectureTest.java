package dev.holon.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.VerifiedItem;
import java.util.concurrent.ThreadLocalRandom;

/** Which way dependencies point, and what is banned. A new arrow needs a decision record. */
@AnalyzeClasses(packages = "dev.holon", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule arrowsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("protocol")
          .definedBy("dev.holon.protocol..")
          .layer("arweave")
          .definedBy("dev.holon.arweave..")
          .layer("vm")
          .definedBy("dev.holon.vm..")
          .layer("core")
          .definedBy("dev.holon.core..")
          .layer("cluster")
          .definedBy("dev.holon.cluster..")
          .layer("actors")
          .definedBy("dev.holon.actors..")
          .layer("persistence")
          .definedBy("dev.holon.persistence..")
          .layer("gateway")
          .definedBy("dev.holon.gateway..")
          .layer("node")
          .definedBy("dev.holon.node..")
          .whereLayer("protocol")
          .mayNotAccessAnyLayer()
          .whereLayer("arweave")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("vm")
          .mayOnlyAccessLayers("protocol")
          .whereLayer("core")
          .mayOnlyAccessLayers("protocol", "vm")
          .whereLayer("cluster")
          .mayNotAccessAnyLayer()
          .whereLayer("actors")
          .mayOnlyAccessLayers("protocol", "vm", "core", "cluster")
          .whereLayer("persistence")
          .mayOnlyAccessLayers("protocol", "core")
          .whereLayer("gateway")
          .mayOnlyAccessLayers("protocol", "core", "actors")
          .whereLayer("node")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule theCoreIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.holon.protocol..", "dev.holon.vm..", "dev.holon.core..", "dev.holon.arweave")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.pekko..",
              "java.sql..",
              "javax.sql..",
              "java.net.http..",
              "com.zaxxer..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule commandsOfTheClientUseTheProtocolOnly =
      noClasses()
          .that()
          .resideInAnyPackage("dev.holon.node.client..", "dev.holon.node.keys..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.holon.node",
              "dev.holon.vm..",
              "dev.holon.core..",
              "dev.holon.cluster..",
              "dev.holon.actors..",
              "dev.holon.persistence..",
              "dev.holon.gateway..",
              "org.apache.pekko..",
              "com.typesafe..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.holon.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule timeIsAnArgumentOfTheCore =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.holon.protocol..", "dev.holon.vm..", "dev.holon.core..", "dev.holon.actors..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current");

  /** Everywhere else an item is verified because its signature was checked. */
  @ArchTest
  static final ArchRule onlyMessagesOfPeersVouchForItems =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.holon.actors.SchedulerLayouts")
          .should()
          .callMethod(VerifiedItem.class, "vouchedForByPeer", DataItem.class);

  @ArchTest
  static final ArchRule nobodySleepsOrSerializesJavasWay =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.io.ObjectOutputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.io.ObjectInputStream.class);
}
