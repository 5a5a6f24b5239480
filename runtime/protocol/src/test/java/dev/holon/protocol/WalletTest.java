package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holon.protocol.crypto.SignatureProvider;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WalletTest {
  private static final UnsignedItem ITEM =
      new UnsignedItem(null, null, List.of(), new byte[] {1, 2, 3});

  @Test
  void addressesAreThoseOfTheVectors() {
    assertEquals("Pu1La3QRlwmhriGGftWPi4mcHiE1ISbk_Jlb_gRmELE", TestKeys.rsa().address().text());
    assertEquals(TestKeys.rsa().address(), TestKeys.rsa().signerAddress());
    assertEquals(
        "0x2C8fd38dDbFe271c4E570a3884BA7a6799d32E34", TestKeys.secp256k1().signerAddress().text());
    assertEquals(43, TestKeys.secp256k1().address().text().length());
    assertEquals(
        "f03afa5d7c20f9ef0034b4af8a277206c25fad278ed20cbc62d90a6fb5fe63fb",
        Vectors.hex(TestKeys.ed25519().owner()));
  }

  @Test
  void generatedWalletsSignAndSurviveExport() throws ItemException {
    SecureRandom random = new SecureRandom();
    RsaWallet rsa = RsaWallet.generate(random);
    Ed25519Wallet ed25519 = Ed25519Wallet.generate(random);
    Secp256k1Wallet secp256k1 = Secp256k1Wallet.generate(random);

    for (Wallet wallet :
        List.of(
            rsa,
            RsaWallet.ofJwk(rsa.toJwk()),
            Ed25519Wallet.of(ed25519.toSeed()),
            Secp256k1Wallet.of(secp256k1.toSecret()))) {
      Verifier.portable().verify(ITEM.sign(wallet));
    }
    assertArrayEquals(ed25519.owner(), Ed25519Wallet.of(ed25519.toSeed()).owner());
    assertArrayEquals(secp256k1.owner(), Secp256k1Wallet.of(secp256k1.toSecret()).owner());
    assertEquals(rsa.address(), RsaWallet.ofJwk(rsa.toJwk()).address());
  }

  @Test
  void emptySaltMakesEqualContentEqualIds() throws ItemException {
    RsaWallet wallet = TestKeys.rsa().withSalt(RsaWallet.Salt.EMPTY);

    DataItem first = ITEM.sign(wallet);

    assertEquals(first, ITEM.sign(wallet));
    Verifier.fastest().verify(first);
    assertNotEquals(ITEM.sign(TestKeys.rsa()).id(), ITEM.sign(TestKeys.rsa()).id());
  }

  @Test
  void everyProviderMakesTheSameDeterministicSignature() {
    byte[] secret = TestKeys.EXAMPLE_SECRET;
    for (int i = 0; i < 50; i++) {
      byte[] message = new byte[48];
      message[0] = (byte) i;

      assertArrayEquals(
          Secp256k1Wallet.of(secret, SignatureProvider.portable()).sign(message),
          Secp256k1Wallet.of(secret, SignatureProvider.fastest()).sign(message));
      assertArrayEquals(
          Ed25519Wallet.of(secret, SignatureProvider.portable()).sign(message),
          Ed25519Wallet.of(secret, SignatureProvider.fastest()).sign(message));
    }
  }

  @Test
  void jwkReadsAndWritesTheSameMembers() {
    Map<String, String> members = Vectors.jwk("rsa-b.jwk.json");

    assertEquals(
        "jHo08T5gGlg22YEUnhJlBFwRoDmkw_Ror642K23VsjA", RsaWallet.ofJwk(members).address().text());
    assertEquals(members, RsaWallet.ofJwk(members).toJwk());
  }

  @Test
  void refusesADamagedOrShortJwk() {
    Map<String, String> short2048 = Vectors.jwk("rsa-2048.jwk.json");
    assertThrows(IllegalArgumentException.class, () -> RsaWallet.ofJwk(short2048));
    for (String member : List.of("kty", "n", "d", "p", "q", "dp", "dq", "qi")) {
      Map<String, String> members = new HashMap<>(Vectors.jwk("rsa-a.jwk.json"));
      members.remove(member);
      assertThrows(IllegalArgumentException.class, () -> RsaWallet.ofJwk(members), member);
      members.put(member, "AQAB");
      assertThrows(IllegalArgumentException.class, () -> RsaWallet.ofJwk(members), member);
    }
  }

  @Test
  void refusesSecretsOutOfRange() {
    byte[] zero = new byte[32];
    byte[] order = Vectors.hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    assertThrows(IllegalArgumentException.class, () -> Secp256k1Wallet.of(zero));
    assertThrows(IllegalArgumentException.class, () -> Secp256k1Wallet.of(order));
    assertThrows(IllegalArgumentException.class, () -> Secp256k1Wallet.of(new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> Ed25519Wallet.of(new byte[33]));
  }

  @Test
  void namesShowNoSecret() {
    assertFalse(
        TestKeys.secp256k1().toString().contains(Vectors.hex(TestKeys.secp256k1().toSecret())));
    assertEquals(
        "RsaWallet[Pu1La3QRlwmhriGGftWPi4mcHiE1ISbk_Jlb_gRmELE, RANDOM]",
        TestKeys.rsa().toString());
  }

  @Test
  void refusesToSignWhatNobodyWouldAccept() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new UnsignedItem(null, new byte[31], List.of(), new byte[0]));
    for (List<Tag> tags :
        List.of(
            List.of(new Tag("", "v")),
            List.of(new Tag("n".repeat(1025), "v")),
            List.of(new Tag("n", "v".repeat(3073))),
            Collections.nCopies(129, new Tag("n", "v")))) {
      UnsignedItem unsigned = new UnsignedItem(null, null, tags, new byte[0]);
      assertThrows(IllegalArgumentException.class, () -> unsigned.sign(TestKeys.ed25519()));
    }
  }
}
