package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.protocol.crypto.SignatureProvider;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The example of arweave.md §1.1, under each type whose signatures are deterministic and each
 * provider.
 */
class WorkedExampleTest {
  private static final String OWNER =
      Secp256k1Wallet.of(TestKeys.EXAMPLE_SECRET).signerAddress().text().toLowerCase(Locale.ROOT);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ed25519(boolean isNative) throws ItemException {
    DataItem item =
        assertSigned(
            ed25519Wallet(isNative),
            "a8ad8621a5b1b2236dfcf5215bd0b9b8a9c7d60c2fd9298aa6d00640b78af38f3614a5b59e939146200e428d6825fd5d",
            "3537f5dfa3dcf0da873cb9ed706d5b5ed3c67ddec31d925bf5c672151a97895f82d244da3d6c350d1576cff47992b3a94c184296472fff1eba49b02ec91dc008",
            "tNHbddrLowH1yWgAL8Z7pvjMRZLOocI7b6CiZJZ2Pds");

    assertEquals(211, item.sizeBytes());
    assertEquals("Vkdap1RjR0wChd9dvyvKtz2mUTWIOem3dIGy6rEHcIw", item.ownerAddress().text());
    assertEquals(
        "0218436f6e74656e742d5479706514746578742f706c61696e00",
        Vectors.hex(item.tagBytes().toArray()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void solana(boolean isNative) throws ItemException {
    assertSigned(
        PayloadWallet.solana(ed25519Wallet(isNative)),
        "4c5ce10fcc8d3cd119b73eac54258dbe4ffea64c53e4df13013cf2146ac9b453e819e3b9a970cf79f29af7a31cf21d3a",
        "c2c1deae1415807cc4dbf69c40c6e955b036deb764347e0af8520d82503d64195f6d2b4b1c7abb63e87af0e87f31f334711aa6145cbd90dc4305efb3d29f4404",
        "YycIhD047IZq7ZBwfzMJ02gxOn_lK123_svJNhpaIPE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aptos(boolean isNative) throws ItemException {
    assertSigned(
        PayloadWallet.aptos(ed25519Wallet(isNative)),
        "88f8c5d4ea5a716d0d605efd3bb408a7c827e8338e1bc0b7f7ae3d44932ab48be22962d0463fc1a487dc9db9f0a40ff4",
        "6f0d82e9cf27454bfd781e7f0656e165480bf83db218d83df06e3a7fb1ff464e1e754d6bcceaff711c333bb6cfdd7104b7270cd64f771922607324ea26ac8f0e",
        "HKjOdV_aFwQRbTI5BvKxJFzt4e2K6_U-M_K2R1HXsU8");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ethereum(boolean isNative) throws ItemException {
    DataItem item =
        assertSigned(
            secp256k1Wallet(isNative),
            "5072d9bab98e7da08096761dd6df167ab78469fabe60ca5d302340ea958ca6aa93cfac4288e11b2d57815fb0f720c7d8",
            "69909ef0288af8ac6f8e4c8c165a384d933501b0c2989a45e68ecbe623bd3698517770ebb8c61541052df8121bd9f7036ea9fb90257079496c4a46f7292b45bf1b",
            "_8ho1pgldeppYubxlucWO_SjmVgEHDCDOiHrwTTq3H4");

    assertEquals(
        "ab130655d5ba2a2eeecdbb42a345c5e768c0abc75f71015d8e3970a0c4f0b59b",
        Vectors.hex(SigningPayload.ethereum(item.signatureMessage())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void typedEthereum(boolean isNative) throws ItemException {
    DataItem item =
        assertSigned(
            PayloadWallet.typedEthereum(secp256k1Wallet(isNative), OWNER),
            "541efdc8cfce3b5c220dbbf7c364c29c398659e131e117701a202f20b7df1c8d9f8776fe7fb05ab0488a91a615829483",
            "ef271021f8a436c19a5948132c58800db02ed748f636f730a5d628199516bc8b13a63ce2f274ea2635be763ce58524d5f2d12cdd00b8babc1ed86d727a4632781c",
            "3V_KBqUXqDvejoMrFcgPedHSVC26yt-PJlwHuaih7OE");

    assertEquals(
        "bf905b477043d78d920b2335c752577735c769fde83ab66f3a85f56f62395fe3",
        Vectors.hex(SigningPayload.typedEthereum(item.signatureMessage(), item.owner())));
  }

  @Test
  void arweaveMessagesStartFromThePublishedAccumulator() {
    assertEquals(
        "c15156cef3b4b7b87f850ce80b64624963e2d3e0c19c9c5f6501d68d9779d4592a50e352db2ff75b8c864d36f009811a",
        Vectors.hex(SigningMessage.prefix(SignatureType.ARWEAVE)));
  }

  private static DataItem assertSigned(Wallet wallet, String message, String signature, String id)
      throws ItemException {
    byte[] target = new byte[32];
    Arrays.fill(target, (byte) 0x11);
    UnsignedItem unsigned =
        new UnsignedItem(
            Id.of(target),
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
            List.of(new Tag("Content-Type", "text/plain")),
            "hello".getBytes(StandardCharsets.US_ASCII));

    DataItem item = unsigned.sign(wallet);

    assertEquals(message, Vectors.hex(item.signatureMessage()));
    assertEquals(signature, Vectors.hex(item.signature()));
    assertEquals(id, item.id().toString());
    assertEquals(item, DataItem.parse(item.toBytes()));
    Verifier.fastest().verify(item);
    Verifier.portable().verify(item);
    return item;
  }

  private static Ed25519Wallet ed25519Wallet(boolean isNative) {
    return Ed25519Wallet.of(TestKeys.EXAMPLE_SEED, provider(isNative));
  }

  private static Secp256k1Wallet secp256k1Wallet(boolean isNative) {
    return Secp256k1Wallet.of(TestKeys.EXAMPLE_SECRET, provider(isNative));
  }

  private static SignatureProvider provider(boolean isNative) {
    return isNative ? SignatureProvider.fastest() : SignatureProvider.portable();
  }
}
