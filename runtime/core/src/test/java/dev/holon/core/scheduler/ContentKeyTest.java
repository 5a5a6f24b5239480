package dev.holon.core.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentKeyTest {
  // Test keys.
  private static final Wallet ONE = wallet(1);
  private static final Wallet TWO = wallet(2);
  private static final Wallet STRANGER = wallet(3);
  private static final Tag FROM = new Tag("From-Process", "p");

  private final ContentKey keys =
      ContentKey.of(
          UnsignedItem.of(
                  null,
                  List.of(
                      new Tag("Authority", ONE.address() + ", " + TWO.signerAddress()),
                      new Tag("Authority", "someone")),
                  new byte[1])
              .sign(STRANGER));

  @Test
  void sameContentOfTwoAuthoritiesIsTheSame() {
    assertEquals(key(ONE, FROM), key(TWO, FROM));
  }

  @Test
  void strangerCannotTakeTheTurnOfAnAuthority() {
    assertNotEquals(key(ONE, FROM), key(STRANGER, FROM));
    assertEquals(key(STRANGER, FROM), key(STRANGER, FROM));
    assertNotEquals(key(STRANGER, FROM), key(wallet(4), FROM));
  }

  @Test
  void otherContentOrAnotherCauseIsAnother() {
    assertNotEquals(key(ONE, FROM), key(ONE, FROM, new Tag("Reference", "2")));
    assertNotEquals(
        key(ONE, FROM, new Tag("Pushed-For", "a")), key(ONE, FROM, new Tag("Pushed-For", "b")));
  }

  @Test
  void messagesOfUsersHaveNone() {
    assertTrue(keys.keyOf(item(ONE)).isEmpty());
  }

  private Id key(Wallet signer, Tag... tags) {
    return keys.keyOf(item(signer, tags)).orElseThrow();
  }

  private static DataItem item(Wallet signer, Tag... tags) {
    return UnsignedItem.of(null, List.of(tags), new byte[] {' '}).sign(signer);
  }

  private static Wallet wallet(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return Ed25519Wallet.of(secret);
  }
}
