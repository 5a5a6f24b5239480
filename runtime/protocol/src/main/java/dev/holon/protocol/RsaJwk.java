package dev.holon.protocol;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * RSA keys as the members of a JWK (RFC 7518 §6.3): numbers in base64url, big endian, without
 * leading zero bytes.
 */
final class RsaJwk {
  private static final String KEY_TYPE = "RSA";

  private RsaJwk() {}

  static RSAPrivateCrtKey read(Map<String, String> members) {
    if (!KEY_TYPE.equals(members.get("kty"))) {
      throw new IllegalArgumentException(
          "JWK member kty is " + members.get("kty") + ", expected RSA");
    }
    RSAPrivateCrtKeySpec spec =
        new RSAPrivateCrtKeySpec(
            number(members, "n"),
            number(members, "e"),
            number(members, "d"),
            number(members, "p"),
            number(members, "q"),
            number(members, "dp"),
            number(members, "dq"),
            number(members, "qi"));
    requireConsistent(spec);
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance(KEY_TYPE, "SunRsaSign").generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the JWK's numbers are no RSA key", e);
    }
  }

  static Map<String, String> write(RSAPrivateCrtKey key) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("kty", KEY_TYPE);
    members.put("n", text(key.getModulus()));
    members.put("e", text(key.getPublicExponent()));
    members.put("d", text(key.getPrivateExponent()));
    members.put("p", text(key.getPrimeP()));
    members.put("q", text(key.getPrimeQ()));
    members.put("dp", text(key.getPrimeExponentP()));
    members.put("dq", text(key.getPrimeExponentQ()));
    members.put("qi", text(key.getCrtCoefficient()));
    return members;
  }

  /** A wrong factor would make signatures that give the key away, so a damaged file is refused. */
  private static void requireConsistent(RSAPrivateCrtKeySpec spec) {
    BigInteger one = BigInteger.ONE;
    boolean isConsistent =
        spec.getPrimeP().multiply(spec.getPrimeQ()).equals(spec.getModulus())
            && spec.getPrivateExponent()
                .mod(spec.getPrimeP().subtract(one))
                .equals(spec.getPrimeExponentP())
            && spec.getPrivateExponent()
                .mod(spec.getPrimeQ().subtract(one))
                .equals(spec.getPrimeExponentQ())
            && spec.getCrtCoefficient()
                .multiply(spec.getPrimeQ())
                .mod(spec.getPrimeP())
                .equals(one);
    if (!isConsistent) {
      throw new IllegalArgumentException("the JWK's numbers do not belong together");
    }
  }

  private static BigInteger number(Map<String, String> members, String name) {
    String text = members.get(name);
    if (text == null) {
      throw new IllegalArgumentException("JWK member " + name + " is missing");
    }
    try {
      return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("JWK member " + name + " is not base64url", e);
    }
  }

  private static String text(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int start = bytes[0] == 0 && bytes.length > 1 ? 1 : 0; // BigInteger's sign byte
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
  }
}
