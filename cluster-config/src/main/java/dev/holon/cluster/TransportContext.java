package dev.holon.cluster;

import dev.holon.cluster.ClusterSettings.TransportKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the nodes' transport, as they were when they were read.
 *
 * @param tls trusts what the authority signed, and shows this node's certificate
 * @param names what the certificate was made out to
 */
public record TransportContext(SSLContext tls, Set<String> names) {
  private static final String TLS = "TLSv1.3";

  /** Kept in memory only. */
  private static final char[] PASSWORD = new char[0];

  /** Types of alternative names, RFC 5280 §4.2.1.6. */
  private static final List<Integer> NAME_TYPES = List.of(2, 7);

  public TransportContext {
    names = Set.copyOf(names);
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException naming all settings whose files cannot be used
   */
  public static TransportContext read(TransportKeys keys) {
    List<String> faults = new ArrayList<>();
    PrivateKey key = read(faults, "key-file", keys.key(), PemFile::privateKey);
    List<X509Certificate> chain =
        read(faults, "certificate-file", keys.certificate(), PemFile::certificates);
    List<X509Certificate> authorities =
        read(faults, "authority-file", keys.authority(), PemFile::certificates);
    if (key == null || chain == null || authorities == null) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    try {
      if (!belongs(key, chain.getFirst())) {
        throw new IllegalArgumentException(
            at("key-file", keys.key())
                + "not the key of the first certificate in "
                + keys.certificate());
      }
      return new TransportContext(context(key, chain, authorities), names(chain.getFirst()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          at("certificate-file", keys.certificate()) + "cannot be used: " + e.getMessage(), e);
    }
  }

  private interface Part<T> {
    T of(PemFile file) throws IOException;
  }

  private static <T> @Nullable T read(
      List<String> faults, String setting, Path file, Part<T> part) {
    try {
      return part.of(PemFile.read(file));
    } catch (IOException e) {
      faults.add(at(setting, file) + e.getMessage());
      return null;
    }
  }

  private static String at(String setting, Path file) {
    return ClusterSettings.PATH + ".tls." + setting + " " + file + ": ";
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] anything = certificate.getSerialNumber().toByteArray();
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(anything);
    byte[] signature = signing.sign();
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(anything);
    return checking.verify(signature);
  }

  private static SSLContext context(
      PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, PASSWORD);
    own.setKeyEntry("node", key, PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    for (X509Certificate authority : authorities) {
      trusted.setCertificateEntry("authority" + trusted.size(), authority);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance(TLS);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** The common name, and the names and addresses beside it. */
  static Set<String> names(X509Certificate certificate) throws CertificateParsingException {
    Set<String> names = new TreeSet<>();
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          names.add(part.getValue().toString());
        }
      }
    } catch (InvalidNameException e) {
      throw new CertificateParsingException("no name of RFC 2253", e);
    }
    Collection<List<?>> more = certificate.getSubjectAlternativeNames();
    if (more != null) {
      for (List<?> name : more) {
        if (name.get(0) instanceof Integer type && NAME_TYPES.contains(type)) {
          names.add(name.get(1).toString());
        }
      }
    }
    return names;
  }
}
