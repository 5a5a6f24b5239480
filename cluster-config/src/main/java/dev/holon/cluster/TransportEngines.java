package dev.holon.cluster;

import com.typesafe.config.Config;
import dev.holon.cluster.ClusterSettings.TransportKeys;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * TLS of the nodes' transport with keys in PEM files. As Pekko's own provider of keys that change,
 * whose settings it takes, but for every kind of key: that one reads RSA only.
 *
 * <p>Both sides show a certificate of the authority, made out to a name that this node's own
 * certificate has, too: what else the authority signs is no node. The files are read again when
 * what was read is too old; should that fail, the old keys stay.
 */
public final class TransportEngines implements SSLEngineProvider {
  static final String PATH = "pekko.remote.artery.ssl.rotating-keys-engine";

  private final TransportKeys keys;
  private final String[] suites;
  private final String[] protocols;
  private final Duration freshness;
  private final LongSupplier nanoTime;
  private final LoggingAdapter log;
  private TransportContext newest;
  private long readNanos;

  /** Made by Pekko. */
  public TransportEngines(ActorSystem system) {
    this(
        system.settings().config().getConfig(PATH),
        System::nanoTime,
        Logging.getLogger(system, TransportEngines.class));
  }

  TransportEngines(Config config, LongSupplier nanoTime, LoggingAdapter log) {
    this.keys =
        new TransportKeys(
            Path.of(config.getString("key-file")),
            Path.of(config.getString("cert-file")),
            Path.of(config.getString("ca-cert-file")));
    this.suites = config.getStringList("enabled-algorithms").toArray(String[]::new);
    this.protocols = new String[] {config.getString("protocol")};
    this.freshness = config.getDuration("ssl-context-cache-ttl");
    this.nanoTime = nanoTime;
    this.log = log;
    this.newest = TransportContext.read(keys);
    this.readNanos = nanoTime.getAsLong();
  }

  synchronized TransportContext context() {
    if (nanoTime.getAsLong() - readNanos > freshness.toNanos()) {
      try {
        newest = TransportContext.read(keys);
      } catch (IllegalArgumentException e) {
        log.warning("the transport keeps the keys it has: {}", e.getMessage());
      }
      readNanos = nanoTime.getAsLong();
    }
    return newest;
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    SSLEngine engine = engine(host, port);
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
    SSLEngine engine = engine(host, port);
    engine.setUseClientMode(true);
    return engine;
  }

  private SSLEngine engine(String host, int port) {
    SSLEngine engine = context().tls().createSSLEngine(host, port);
    engine.setEnabledCipherSuites(suites);
    engine.setEnabledProtocols(protocols);
    return engine;
  }

  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return verify(host, session);
  }

  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return verify(host, session);
  }

  private Option<Throwable> verify(String host, SSLSession session) {
    try {
      if (!(session.getPeerCertificates()[0] instanceof X509Certificate certificate)) {
        return Option.apply(new IllegalArgumentException(host + " shows no X.509 certificate"));
      }
      Set<String> common = new TreeSet<>(TransportContext.names(certificate));
      common.retainAll(context().names());
      return common.isEmpty()
          ? Option.apply(
              new IllegalArgumentException(
                  host
                      + " shows a certificate for "
                      + TransportContext.names(certificate)
                      + ", this node's is for "
                      + context().names()))
          : Option.empty();
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      return Option.apply(e);
    }
  }
}
