package dev.holon.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.cluster.ClusterSettings.Joining;
import dev.holon.cluster.ClusterSettings.LeaseKind;
import dev.holon.cluster.ClusterSettings.Place;
import dev.holon.cluster.ClusterSettings.TransportKeys;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.event.NoLogging;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;

/** Nodes whose transport has keys in PEM files; test keys, made for each run. */
class TransportKeysTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void nodesWithTheSameAuthorityFormAClusterAndOneWithoutStaysOut(String algorithm)
      throws Exception {
    TransportKeys keys = keys(algorithm, "test key");
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

  @ParameterizedTest
  @CsvSource({"ec-sec1.pem, ec-certificate.pem", "rsa-pkcs1.pem, rsa-certificate.pem"})
  void keysOfOlderToolsAreRead(String key, String certificate) throws Exception {
    TransportKeys keys =
        new TransportKeys(resource(key), resource(certificate), resource(certificate));

    assertEquals(Set.of("test key"), TransportContext.read(keys).names());
  }

  @Test
  void filesThatCannotBeUsedAreNamedTogether() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path cut = Files.writeString(folder.resolve("cut.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");

    String message = refusal(new TransportKeys(cut, empty, folder.resolve("none.pem")));

    assertTrue(message.contains("holon.cluster.tls.key-file " + cut), message);
    assertTrue(message.contains("the block PRIVATE KEY has no end"), message);
    assertTrue(message.contains("holon.cluster.tls.certificate-file " + empty), message);
    assertTrue(message.contains("holon.cluster.tls.authority-file"), message);
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    TransportKeys one = keys("EC", "one");
    TransportKeys other = keys("EC", "other");

    String message = refusal(new TransportKeys(one.key(), other.certificate(), other.authority()));

    assertTrue(message.contains("holon.cluster.tls.key-file " + one.key()), message);
    assertTrue(message.contains("not the key of the first certificate"), message);
  }

  @Test
  void certificateForAnotherNameIsNoNode() throws Exception {
    TransportKeys node = keys("EC", "node");
    TransportKeys web = keys("EC", "web server", "san=dns:www.example");
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both, Files.readString(node.certificate()) + Files.readString(web.certificate()));
    TransportEngines engines = engines(new TransportKeys(node.key(), node.certificate(), both));
    TransportEngines stranger = engines(new TransportKeys(web.key(), web.certificate(), both));

    assertTrue(shakeHands(engines, engines).isEmpty());
    String fault = String.valueOf(shakeHands(engines, stranger).get().getMessage());
    assertTrue(fault.contains("www.example"), fault);
  }

  /** What the server has against the client's certificate. */
  private static Option<Throwable> shakeHands(TransportEngines server, TransportEngines client)
      throws SSLException {
    SSLEngine in = server.createServerSSLEngine("127.0.0.1", 1);
    SSLEngine out = client.createClientSSLEngine("127.0.0.1", 1);
    ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
    for (int i = 0; i < 20; i++) {
      step(out, toClient, toServer);
      step(in, toServer, toClient);
    }
    return server.verifyServerSession("127.0.0.1", in.getSession());
  }

  private static void step(SSLEngine engine, ByteBuffer from, ByteBuffer to) throws SSLException {
    from.flip();
    engine.unwrap(from, ByteBuffer.allocate(1 << 16));
    from.compact();
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
    engine.wrap(ByteBuffer.allocate(0), to);
  }

  @Test
  void keysAreReadAgainAndAFileThatBreaksChangesNothing() throws Exception {
    TransportKeys first = keys("EC", "first");
    TransportKeys second = keys("EC", "second");
    AtomicLong nanos = new AtomicLong();
    TransportEngines engines = engines(first, nanos::get);

    Files.writeString(first.certificate(), "broken");
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertEquals(Set.of("first", "127.0.0.1"), engines.context().names());

    Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(Set.of("first", "127.0.0.1"), engines.context().names());
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertEquals(Set.of("second", "127.0.0.1"), engines.context().names());
  }

  private static TransportEngines engines(TransportKeys keys) {
    return engines(keys, System::nanoTime);
  }

  private static TransportEngines engines(TransportKeys keys, LongSupplier nanoTime) {
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "key-file", keys.key().toString(),
                    "cert-file", keys.certificate().toString(),
                    "ca-cert-file", keys.authority().toString()))
            .withFallback(ConfigFactory.load().getConfig(TransportEngines.PATH));
    return new TransportEngines(config, nanoTime, NoLogging.getInstance());
  }

  private static String refusal(TransportKeys keys) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> TransportContext.read(keys))
            .getMessage());
  }

  private static Path resource(String name) throws Exception {
    return Path.of(String.valueOf(TransportKeysTest.class.getResource(name).toURI().getPath()));
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
  private TransportKeys keys(String algorithm, String name) throws Exception {
    return keys(algorithm, name, "san=ip:127.0.0.1");
  }

  private TransportKeys keys(String algorithm, String name, String more) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                more,
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
    Path key = pem(name + "-key", "PRIVATE KEY", loaded.getKey("node", PASSWORD).getEncoded());
    Path certificate =
        pem(name + "-certificate", "CERTIFICATE", loaded.getCertificate("node").getEncoded());
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
