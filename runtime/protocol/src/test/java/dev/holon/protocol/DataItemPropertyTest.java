package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DataItemPropertyTest {
  private static final Ed25519Wallet WALLET = Ed25519Wallet.of(TestKeys.EXAMPLE_SEED);
  private static final Secp256k1Wallet SECP256K1_WALLET =
      Secp256k1Wallet.of(TestKeys.EXAMPLE_SECRET);
  private static final Verifier VERIFIER = Verifier.fastest();
  private static final List<DataItem> VALID =
      Vectors.items().stream()
          .filter(entry -> entry.get("recommended").asText().equals("accept"))
          .map(entry -> parsed(Vectors.bytes(entry.get("file").asText())))
          .filter(item -> item.sizeBytes() < 5000)
          .toList();

  @Property(tries = 300)
  void whatIsWrittenReadsBack(@ForAll("contents") UnsignedItem content) throws ItemException {
    DataItem item = content.sign(WALLET);

    DataItem read = DataItem.parse(item.toBytes());

    assertEquals(content, contentOf(read));
    assertEquals(item, read);
    VERIFIER.verify(read);
  }

  @Property(tries = 100)
  void secp256k1SignaturesAlwaysVerify(@ForAll("contents") UnsignedItem content)
      throws ItemException {
    VERIFIER.verify(DataItem.parse(content.sign(SECP256K1_WALLET).toBytes()));
  }

  @Property(tries = 2000)
  void aMutatedItemNeverVerifies(@ForAll("mutations") byte[] mutated) {
    try {
      VERIFIER.verify(DataItem.parseStored(mutated));
    } catch (ItemException expected) {
      return;
    }
    fail("a mutated item verifies: " + Vectors.hex(mutated));
  }

  @Property(tries = 300)
  void bundlesReadBack(
      @ForAll("contents") UnsignedItem first, @ForAll("contents") UnsignedItem second)
      throws ItemException {
    Bundle bundle = new Bundle(List.of(first.sign(WALLET), second.sign(SECP256K1_WALLET)));

    assertEquals(bundle, Bundle.parse(bundle.toBytes(), ItemRules.OFFERED));
    assertArrayEquals(bundle.toBytes(), Bundle.parseStored(bundle.toBytes()).toBytes());
  }

  @Provide
  Arbitrary<UnsignedItem> contents() {
    Arbitrary<byte[]> reference = Arbitraries.bytes().array(byte[].class).ofSize(32);
    Arbitrary<Tag> tag =
        Combinators.combine(
                Arbitraries.strings()
                    .ofMinLength(1)
                    .ofMaxLength(70)
                    .filter(DataItemPropertyTest::isEncodable),
                Arbitraries.strings().ofMaxLength(70).filter(DataItemPropertyTest::isEncodable))
            .as(Tag::new);
    return Combinators.combine(
            reference.map(Id::of).injectNull(0.3),
            reference.injectNull(0.3),
            tag.list().ofMaxSize(8),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
        .as(UnsignedItem::new);
  }

  @Provide
  Arbitrary<byte[]> mutations() {
    return Arbitraries.of(VALID)
        .flatMap(
            item ->
                Combinators.combine(
                        Arbitraries.integers().between(0, item.sizeBytes() - 1),
                        Arbitraries.integers().between(1, 255))
                    .as((offset, change) -> mutate(item, offset, change)));
  }

  private static byte[] mutate(DataItem item, int offset, int change) {
    byte[] bytes = item.toBytes();
    bytes[offset] ^= (byte) change;
    return bytes;
  }

  private static UnsignedItem contentOf(DataItem item) {
    return new UnsignedItem(
        item.target().orElse(null),
        item.anchor().orElse(null),
        item.tags(),
        Bytes.of(item.data()).toArray());
  }

  private static boolean isEncodable(String text) {
    return text.equals(Bytes.ofUtf8(text).toUtf8()); // no unpaired surrogates
  }

  private static DataItem parsed(byte[] bytes) {
    try {
      return DataItem.parse(bytes);
    } catch (ItemException e) {
      throw new IllegalStateException(e);
    }
  }
}
