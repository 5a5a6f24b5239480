package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an index or a listing shows of an item is the item again. */
class ItemPartsTest {
  private static final Verifier VERIFIER = Verifier.portable();
  private static final List<Tag> TAGS = List.of(new Tag("Type", "Message"), new Tag("A", "é"));
  private static final String TEXT_ANCHOR = "00000000000000000000000000000007";
  private static final Bytes DATA = Bytes.ofUtf8("some data");

  static List<Wallet> wallets() {
    SecureRandom random = new SecureRandom();
    return List.of(
        Secp256k1Wallet.generate(random),
        Ed25519Wallet.generate(random),
        RsaWallet.generate(random));
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void partsOfEachSchemeGiveTheItem(Wallet wallet) throws ItemException {
    DataItem plain = UnsignedItem.of(null, TAGS, DATA.toArray()).sign(wallet);
    assertEquals(plain, parts(plain, "").assemble(VERIFIER).item());

    DataItem full =
        UnsignedItem.of(plain.id(), TAGS, DATA.toArray())
            .withAnchor(TEXT_ANCHOR.getBytes(StandardCharsets.UTF_8))
            .sign(wallet);
    assertEquals(full, parts(full, TEXT_ANCHOR).assemble(VERIFIER).item());
  }

  @Test
  void anAnchorMayBeGivenInBase64() throws ItemException {
    DataItem item =
        UnsignedItem.of(null, TAGS, DATA.toArray())
            .withAnchor(new byte[32])
            .sign(Secp256k1Wallet.generate(new SecureRandom()));

    String anchor = Id.of(new byte[32]).toString();
    assertEquals(item, parts(item, anchor).assemble(VERIFIER).item());
  }

  @Test
  void whatIsNotTheItemsIsRefused() {
    DataItem item =
        UnsignedItem.of(null, TAGS, DATA.toArray())
            .sign(Secp256k1Wallet.generate(new SecureRandom()));
    ItemParts right = parts(item, "");

    ItemParts otherData = with(right, right.id(), right.signature(), Bytes.ofUtf8("more data"));
    assertThrows(ItemException.class, () -> otherData.assemble(VERIFIER));

    ItemParts otherId = with(right, Id.of(new byte[32]), right.signature(), DATA);
    ItemException fault = assertThrows(ItemException.class, () -> otherId.assemble(VERIFIER));
    assertTrue(fault.getMessage().contains(item.id().toString()), fault.getMessage());

    ItemParts shortSignature = with(right, right.id(), Bytes.ofUtf8("short"), DATA);
    assertThrows(ItemException.class, () -> shortSignature.assemble(VERIFIER));
  }

  private static ItemParts with(ItemParts parts, Id id, Bytes signature, Bytes data) {
    return new ItemParts(
        id, parts.owner(), signature, parts.target(), parts.anchor(), parts.tags(), data);
  }

  private static ItemParts parts(DataItem item, String anchor) {
    return new ItemParts(
        item.id(),
        Bytes.of(item.owner()),
        Bytes.of(item.signature()),
        item.target().orElse(null),
        anchor,
        item.tags(),
        DATA);
  }
}
