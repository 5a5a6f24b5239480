package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressTest {
  /** The public key of the secret number 1, the generator itself, whose address is well known. */
  private static final byte[] GENERATOR =
      Vectors.hex(
          "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
              + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");

  @Test
  void secp256k1KeysHaveAddressesWithChecksumCapitals() {
    assertEquals(
        "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", Address.ofEthereumKey(GENERATOR).text());
  }

  @Test
  void bothFormsAreAddressesAndNothingElseIs() {
    assertTrue(Address.isAddress("Pu1La3QRlwmhriGGftWPi4mcHiE1ISbk_Jlb_gRmELE"));
    assertTrue(Address.isAddress("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"));
    for (String text :
        new String[] {
          "",
          "0x7e5f4552091a69125d5dfcb7b8c2659029395bd",
          "1x7e5f4552091a69125d5dfcb7b8c2659029395bdf",
          "0x7e5f4552091a69125d5dfcb7b8c2659029395bdg",
          "Pu1La3QRlwmhriGGftWPi4mcHiE1ISbk_Jlb_gRmELF",
          "Pu1La3QRlwmhriGGftWPi4mcHiE1ISbk+Jlb/gRmELE"
        }) {
      assertFalse(Address.isAddress(text), text);
      assertThrows(IllegalArgumentException.class, () -> new Address(text), text);
    }
  }
}
