package dev.holon.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.cluster.ClusterSettings.Joining;
import dev.holon.cluster.ClusterSettings.LeaseKind;
import dev.holon.cluster.ClusterSettings.Place;
import dev.holon.cluster.ClusterSettings.TransportKeys;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose transport has keys in PEM files; test keys, made for each run. */
class TransportKeysTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @Test
  void nodesWithTheSameAuthorityFormAClusterAndOneWithoutStaysOut() throws Exception {
    TransportKeys keys = keys();
    ActorSystem<Void> first = start(Optional.of(keys));
    ActorSystem<Void> second = start(Optional.of(keys));
    ActorSystem<Void> stranger = start(Optional.empty());
    try {
      Cluster founder = Cluster.get(first);
      founder.manager().tell(Join.create(founder.selfMember().address()));
      Cluster.get(second).manager().tell(Join.create(founder.selfMember().address()));
      Cluster.get(stranger).manager().tell(Join.create(founder.selfMember().address()));

      assertTrue(awaitUp(second, Duration.ofSeconds(30)));
      assertEquals("tls-tcp", transport(first));
      assertTrue(!awaitUp(stranger, Duration.ofSeconds(2)));
    } finally {
      first.terminate();
      second.terminate();
      stranger.terminate();
    }
  }

  private static String transport(ActorSystem<Void> system) {
    return system.settings().config().getString("pekko.remote.artery.transport");
  }

  private static ActorSystem<Void> start(Optional<TransportKeys> keys) {
    ClusterSettings settings =
        new ClusterSettings(
            Place.of("127.0.0.1", 0),
            EnumSet.allOf(Role.class),
            "1.0.0",
            new Joining.Alone(),
            LeaseKind.DATABASE,
            keys,
            Duration.ofSeconds(5));
    Config config =
        ConfigFactory.parseString(
                "pekko.loggers = [], pekko.logging-filter ="
                    + " \"org.apache.pekko.event.DefaultLoggingFilter\", pekko.stdout-loglevel = off")
            .withFallback(settings.toConfig())
            .withFallback(ConfigFactory.load())
            .resolve();
    return ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, config);
  }

  private static boolean awaitUp(ActorSystem<Void> system, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < deadline) {
      if (Cluster.get(system).selfMember().status().equals(MemberStatus.up())) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return false;
  }

  /** A certificate that is its own authority. */
  private TransportKeys keys() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=test key",
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc:c",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD);
    }
    Path key = pem("key", "PRIVATE KEY", loaded.getKey("node", PASSWORD).getEncoded());
    Path certificate =
        pem("certificate", "CERTIFICATE", loaded.getCertificate("node").getEncoded());
    return new TransportKeys(key, certificate, certificate);
  }

  private Path pem(String name, String kind, byte[] bytes) throws Exception {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    List<String> lines =
        List.of("-----BEGIN " + kind + "-----", text, "-----END " + kind + "-----");
    return Files.write(folder.resolve(name + ".pem"), lines);
  }
}
