package dev.holon.gateway.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001::1",
        "2001:db8::1",
        "100::1"
      })
  void whatOnlyThisMachineReachesIsNotPublic(String address) throws UnknownHostException {
    assertEquals(false, PublicAddresses.isPublic(InetAddress.getByName(address)), address);
    assertThrows(ForbiddenHostException.class, () -> PublicAddresses.resolve(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.1",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "2002:101:101::1",
        "2a00::1"
      })
  void whatEverybodyReachesIsPublic(String address) throws UnknownHostException {
    assertEquals(InetAddress.getByName(address), PublicAddresses.resolve(address));
  }

  @Test
  void namesOfThisMachineAreNotPublic() {
    assertThrows(ForbiddenHostException.class, () -> PublicAddresses.resolve("localhost"));
  }
}
