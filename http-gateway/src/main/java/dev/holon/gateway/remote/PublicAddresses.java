package dev.holon.gateway.remote;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells addresses that anybody on the Internet can reach from those of this machine, its networks
 * and its provider (IANA's registries of special-purpose addresses). What a stranger names must not
 * make the node speak to the latter.
 */
final class PublicAddresses {
  private static final int V4_SIZE_BYTES = 4;

  private PublicAddresses() {}

  /** First byte, second byte and how many bits of the two count. */
  private record Block(int first, int second, int bits) {
    boolean contains(byte[] address) {
      int value = ((address[0] & 0xff) << 8) | (address[1] & 0xff);
      int shift = 16 - bits;
      return value >> shift == ((first << 8) | second) >> shift;
    }
  }

  private static final Block[] SPECIAL_V4 = {
    new Block(0, 0, 8), // this network
    new Block(10, 0, 8), // private
    new Block(100, 64, 10), // shared by a provider's customers
    new Block(127, 0, 8), // this machine
    new Block(169, 254, 16), // this link; clouds answer with credentials there
    new Block(172, 16, 12), // private
    new Block(192, 0, 16), // assignments of protocols, documentation
    new Block(192, 168, 16), // private
    new Block(198, 18, 15), // benchmarks
    new Block(198, 51, 16), // documentation lies in it
    new Block(203, 0, 16), // documentation lies in it
    new Block(224, 0, 4), // multicast
    new Block(240, 0, 4), // reserved
  };

  static boolean isPublic(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublicV4(four.getAddress());
      case Inet6Address six -> isPublicV6(six.getAddress());
      default -> false;
    };
  }

  private static boolean isPublicV4(byte[] address) {
    return Arrays.stream(SPECIAL_V4).noneMatch(block -> block.contains(address));
  }

  private static boolean isPublicV6(byte[] address) {
    // Only 2000::/3 is given out to the Internet; 64:ff9b::/96 stands for IPv4 addresses.
    if (startsWith(address, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return isPublicV4(Arrays.copyOfRange(address, 12, 16));
    }
    if (startsWith(address, 0x20, 0x02)) {
      return isPublicV4(Arrays.copyOfRange(address, 2, 2 + V4_SIZE_BYTES)); // 6to4
    }
    boolean isGlobal = (address[0] & 0xe0) == 0x20;
    boolean isProtocol =
        startsWith(address, 0x20, 0x01) && (address[2] & 0xfe) == 0; // 2001::/23, Teredo in it
    return isGlobal && !isProtocol && !startsWith(address, 0x20, 0x01, 0x0d, 0xb8);
  }

  private static boolean startsWith(byte[] address, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((address[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The address to connect to. A name that has private addresses besides public ones is refused:
   * which of them a connection takes must not be left to chance.
   *
   * @throws UnknownHostException when the name has no address
   * @throws ForbiddenHostException when one of its addresses is not public
   */
  static InetAddress resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    for (InetAddress address : addresses) {
      if (!isPublic(address)) {
        throw new ForbiddenHostException(host + " is " + address.getHostAddress());
      }
    }
    return addresses[0];
  }
}
